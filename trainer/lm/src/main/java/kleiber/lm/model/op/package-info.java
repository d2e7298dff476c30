/**
 * The ops that models are drawn with, on paper: a record for each, over named values and weights.
 *
 * <p>Begin with {@link OpSpec}: what an op reads, computes and learns, its multiplications, and how
 * the gradients of its inputs come about. {@link LinearOp} is the example to read. A {@link Value}
 * has rows that may depend on the number of sequences ({@link Rows}), a type ({@link Storage}) and
 * a place for its gradient ({@link GradientPlace}). A {@link Weight} is a {@link Parameter}, or
 * some rows of one.
 *
 * <p>The package knows {@code spec} and {@code batch}, and of the engine names alone (activations,
 * masks, types).
 *
 * <p>A new op is a record here and a case in {@link OpSpec.Cases}, which the compiler asks for in
 * the two places that tell ops apart: {@code model.Binder}, and the words of {@code kleiber train
 * --show-model} ({@code kleiber.app.train.OpWords}).
 */
package kleiber.lm.model.op;
