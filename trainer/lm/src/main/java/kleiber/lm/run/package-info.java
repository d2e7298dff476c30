/**
 * One run in its folder: logs, checkpoints, evaluations, and going on after any end.
 *
 * <p>Begin with {@link TrainSession}, the way in for the commands, for sweeps and for recipes: it
 * claims the folder and writes down what the run is. {@link PreparedRun} is a run that could begin.
 * {@link TrainRun} takes its steps.
 *
 * <p>This is where the other packages meet, so it knows nearly all of them, but neither {@code
 * recipe}, {@code verify} nor {@code bench}, nor any particular backend. What a run writes down has
 * its formats in {@code kleiber.record}.
 *
 * <p>The order within a step is update, log, checkpoint, evaluation; resuming depends on it. A run
 * whose loss is NaN or infinite ends as diverged.
 */
package kleiber.lm.run;
