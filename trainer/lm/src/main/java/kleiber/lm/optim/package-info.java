/**
 * How parameters follow their gradients: optimisers, and schedules for the learning rate and the
 * batch size.
 *
 * <p>Begin with {@link OptimizerSpec}, the settings as a configuration has them. Bound to a model,
 * it becomes an {@link kleiber.engine.backend.Optimizer}: the state by name, and the update in
 * parts that lanes can share out. {@link AdamW} is the example to read, {@link Lion} that of an
 * update written as a formula. {@link LrSchedule} and {@link BatchSchedule} stand by themselves;
 * both are functions of steps and tokens and keep no state.
 *
 * <p>What is updated at which rate and decays how is a {@link ParameterGroup}, which follows from a
 * parameter's role; what all optimisers have in common stands in {@link RoleRates} and {@link
 * Stability}.
 *
 * <p>The package knows the engine and, for what lies where in the flat buffers, the {@code
 * ParameterMap} of {@code model.blueprint}. Of {@code schema} it uses the annotation {@link
 * kleiber.core.schema.Key} only. Engines apply the updates.
 *
 * <p>The parts of an update give the same result in any order and on any number of threads. The
 * names of the state are names of files in a checkpoint: renaming one makes old checkpoints
 * unreadable. Each optimiser names its paper and equation.
 */
package kleiber.lm.optim;
