package kleiber.engine.kernels;

import java.util.function.DoubleSupplier;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * The interface between models and machines: fused transformer primitives. Each method binds one
 * primitive to its tensors and returns it ready to run, so that a step is a fixed list of calls
 * with no look-ups and no allocation.
 *
 * <p>Shapes: M = B·T rows, C channels, V vocabulary. A {@link Variable} without a gradient gets
 * none. Parameters' gradients are always added to.
 */
public interface Kernels {
  /**
   * What matrix products read. A value that nothing but products reads may be kept in this type,
   * and so may such a gradient: the outputs of norms, activations and attention, the output of a
   * linear layer, the gradients of an activation's input and of attention's output.
   */
  default ElementType productType() {
    return ElementType.F32;
  }

  /** x ← value. */
  Runnable fill(Tensor x, float value);

  /** target ← target + source, elementwise. */
  Runnable add(Tensor target, Tensor source);

  /** Σx², summed in double precision in a fixed order. */
  DoubleSupplier sumOfSquares(Tensor x);

  /**
   * y[b,t] = table[tokens[b,t]] + positions[t].
   *
   * @param tokens int [B, T], each below V
   * @param table [V, C]
   * @param positions [≥T, C], or null for none
   * @param y [B·T, C]
   */
  Op embedding(Tensor tokens, Variable table, Variable positions, Variable y);

  /**
   * y = x·wᵀ + bias.
   *
   * @param x [M, K]
   * @param w [N, K], as {@code torch.nn.Linear} stores it
   * @param bias [N] or null
   * @param y [M, N]
   * @param xGradient what to do with the gradient x already holds
   */
  Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient);

  /**
   * y = residual + x·wᵀ + bias, the end of a residual branch. The gradients of {@code y} and {@code
   * residual} are the same tensor, so the backward pass leaves it as it is.
   */
  Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y);

  /**
   * y = (x − mean)/√(variance + ε)·gain + bias over the last dimension (Ba et al.,
   * arXiv:1607.06450).
   *
   * @param x [M, C]
   * @param gain [C]
   * @param bias [C] or null
   */
  Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient);

  /** y = x/√(mean(x²) + ε)·gain over the last dimension (Zhang and Sennrich, arXiv:1910.07467). */
  Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient);

  /** y = activation(x), elementwise. */
  Op activation(Activation activation, Variable x, Variable y);

  /** y = activation(gate)·up, elementwise (Shazeer, arXiv:2002.05202). */
  Op gated(Activation activation, Variable gate, Variable up, Variable y);

  /** y = factor·x, elementwise. */
  Op scale(Variable x, double factor, Variable y);

  /**
   * y = x + bias for every row.
   *
   * @param x [M, C], may be a column range
   * @param bias [C]
   * @param y [M, C]
   * @param xGradient what to do with the gradient x already holds
   */
  Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient);

  /**
   * y = a + b. The gradients of all three are the same tensor, so the backward pass does nothing.
   */
  Op residual(Variable a, Variable b, Variable y);

  /**
   * Rotates pairs (i, i + headWidth/2) of every head by position·theta^(−2i/headWidth), in place
   * (Su et al., arXiv:2104.09864, in the half-split layout of LLaMA).
   *
   * @param x [B·T, heads·headWidth], may be a column range
   * @param positions T: row r is at position r mod T
   */
  Op rotary(Variable x, int positions, int headWidth, double theta);

  /**
   * y = dropout(softmax(scale·q·kᵀ + bias + mask))·v for every sequence and head (Vaswani et al.,
   * arXiv:1706.03762).
   *
   * @param q [B·Tq, H·headWidth], may be a column range, as may k and v
   * @param k [B·Tk, K·headWidth]
   * @param v [B·Tk, K·headWidth]
   * @param options bias or scores by distance, padding and dropout
   * @param y [B·Tq, H·headWidth]
   */
  Op attention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y);

  /**
   * y[h·Tq + i, j] = table[buckets[i, j], h]: a learned attention bias for every head and bucket of
   * distances (T5, arXiv:1910.10683, section 2.1).
   *
   * @param buckets int [Tq, Tk], each below N
   * @param table [N, H]
   * @param y [H·Tq, Tk]
   */
  Op bucketBias(Tensor buckets, Variable table, Variable y);

  /**
   * Softmax cross-entropy of logits [M, V] against int targets [M]. The logits' gradient may have
   * the logits' own memory; the logits are lost then.
   *
   * @param zLoss coefficient of logsumexp² (PaLM, arXiv:2204.02311, section 5), 0 for none
   */
  CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss);

  /**
   * Inverted dropout: y = x·mask/(1 − rate), element row·columns + column of the mask.
   *
   * @param x [M, C]
   * @param y [M, C]
   */
  Op dropout(Variable x, Variable y, Dropout dropout);

  /** Binds AdamW to a flat range of parameters p, gradients g and moments m and v. */
  AdamWUpdate adamW(AdamWUpdate.Constants constants, Tensor p, Tensor g, Tensor m, Tensor v);

  /**
   * Binds Adafactor to one parameter tensor.
   *
   * @param p [R, C], or a vector, with gradient g of the same shape
   * @param factored whether v holds row and column means instead of a value per element
   * @param v [R·C], or factored [R + C], the rows first
   * @param m [R·C], or null without momentum
   */
  AdafactorUpdate adafactor(
      AdafactorUpdate.Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m);

  /**
   * Binds a formula to tensors of equal size, in its order. What is assigned to is written back.
   *
   * @param tensors contiguous and in fp32; no two share memory
   */
  FormulaUpdate update(UpdateFormula formula, Tensor... tensors);

  /**
   * c = scale·a·b + added, for an optimiser's matrices, all contiguous and in fp32. The factors are
   * rounded to {@link #productType} unless the form is exact, sums are in fp32.
   *
   * @param a [M, K], or [K, M] where it lies transposed
   * @param b [K, N], or [N, K] where it lies transposed
   * @param added [M, N], or null for none
   * @param c [M, N], other memory than the rest
   */
  Runnable product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c);

  /**
   * x ← x/(‖by‖ᵖ + ε) with the Frobenius norm, summed in a fixed order.
   *
   * @param x contiguous, as {@code by} is, which may be the same
   * @param power p
   */
  Runnable normalize(Tensor x, Tensor by, double power, double epsilon);
}
