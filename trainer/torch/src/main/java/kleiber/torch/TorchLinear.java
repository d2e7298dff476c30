package kleiber.torch;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Linear layers. In bf16, the factors of every product are rounded to bf16 and so is the product;
 * sums inside it, parameters, gradients and activations between layers stay in fp32.
 */
final class TorchLinear {
  private final TorchMemory memory;
  private final boolean bf16;

  TorchLinear(TorchMemory memory, boolean bf16) {
    this.memory = memory;
    this.bf16 = bf16;
  }

  Op bind(Variable x, Variable w, Variable bias, Tensor residual, Variable y, Gradient xGradient) {
    TorchCalls forward = new TorchCalls(memory);
    var in = factor(forward, TorchTensor.matrix(x.value()), false);
    var weights = factor(forward, TorchTensor.matrix(w.value()), false);
    var out = TorchTensor.matrix(y.value());
    var sum = residual != null ? TorchTensor.matrix(residual) : null;
    if (sum == null && bias != null) {
      sum = TorchTensor.vector(bias.value());
    }
    product(forward, sum, in, transposed(weights), out);
    if (residual != null && bias != null) {
      forward.add(out, TorchTensor.vector(bias.value()), out);
    }
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      var exact = TorchTensor.matrix(y.gradient());
      var dy = factor(backward, exact, true);
      if (w.hasGradient()) {
        var dw = TorchTensor.matrix(w.gradient());
        product(backward, dw, transposed(dy), in, dw);
      }
      if (bias != null && bias.hasGradient()) {
        backward.addColumnSums(exact, TorchTensor.vector(bias.gradient()));
      }
      if (x.hasGradient()) {
        var dx = TorchTensor.matrix(x.gradient());
        product(backward, xGradient == Gradient.ADD ? dx : null, dy, weights, dx);
      }
    }
    return new TorchOp(forward, backward);
  }

  /** c = scale·a·b + added, {@code added} or null. */
  TorchCalls product(ProductForm form, Tensor a, Tensor b, Tensor added, Tensor c) {
    if (form.exact() && bf16) {
      return new TorchLinear(memory, false).product(form, a, b, added, c);
    }
    TorchCalls calls = new TorchCalls(memory);
    var first = factor(calls, TorchTensor.matrix(a), false);
    var second = a == b ? first : factor(calls, TorchTensor.matrix(b), false);
    var sum = TorchTensor.matrix(c);
    product(
        calls,
        null,
        form.aTransposed() ? transposed(first) : first,
        form.bTransposed() ? transposed(second) : second,
        sum);
    calls.op("mul_.Scalar", sum, form.scale());
    return added == null ? calls : calls.add(sum, TorchTensor.matrix(added), sum);
  }

  /** What products take for x: x itself, or its rounded copy, refreshed at every run. */
  private org.bytedeco.pytorch.Tensor factor(
      TorchCalls calls, org.bytedeco.pytorch.Tensor x, boolean temporary) {
    if (!bf16) {
      return x;
    }
    long[] shape = {x.size(0), x.size(1)};
    var rounded =
        temporary
            ? memory.transientFor("linear factor", ScalarType.BFloat16, shape)
            : memory.allocate(ScalarType.BFloat16, shape);
    calls.copy(x, rounded);
    return rounded;
  }

  private org.bytedeco.pytorch.Tensor transposed(org.bytedeco.pytorch.Tensor x) {
    return memory.keep(x.t());
  }

  /** z = sum + a·b, or a·b without a sum. */
  private void product(
      TorchCalls calls,
      org.bytedeco.pytorch.Tensor sum,
      org.bytedeco.pytorch.Tensor a,
      org.bytedeco.pytorch.Tensor b,
      org.bytedeco.pytorch.Tensor z) {
    if (bf16) {
      var rounded =
          memory.transientFor("linear product", ScalarType.BFloat16, a.size(0), b.size(1));
      calls.op("mm.out", a, b, rounded);
      if (sum == null) {
        calls.copy(rounded, z);
      } else {
        calls.add(sum, rounded, z);
      }
    } else if (sum == null) {
      calls.op("mm.out", a, b, z);
    } else {
      calls.op("addmm.out", sum, a, b, 1, 1, z);
    }
  }
}
