package kleiber.trainer.model;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Variable;

/** out(f(in(x))), or out(f(gate(x))·up(x)). */
final class FeedForward implements Branch {
  private final Assembly assembly;
  private final String name;

  /**
   * @param name of its parameters, such as {@code layers.0.mlp.}
   */
  FeedForward(Assembly assembly, String name) {
    this.assembly = assembly;
    this.name = name;
  }

  @Override
  public void append(Variable x, Variable residual, Variable sum, Gradient xGradient) {
    Mlp mlp = assembly.spec().mlp();
    Kernels kernels = assembly.kernels();
    double dropout = assembly.spec().dropout().hidden();
    ElementType products = kernels.productType();
    ElementType type = dropout > 0 ? ElementType.F32 : products;
    Variable activated = assembly.rows("mlp.activated", mlp.width(), type, type);
    if (mlp.gated()) {
      Variable gate = half(0, x, "mlp.in", Gradient.ADD);
      Variable up = half(1, x, "mlp.up", xGradient);
      assembly.add(kernels.gated(mlp.activation(), gate, up, activated));
    } else {
      Variable in = assembly.rows("mlp.in", mlp.width(), products, products);
      assembly.linear(name + "in", x, in, xGradient);
      assembly.add(kernels.activation(mlp.activation(), in, activated));
    }
    Variable kept = assembly.dropped(activated, dropout);
    assembly.endBranch(name + "out", kept, residual, sum);
  }

  /** One half of a fused projection: rows 0 to F are the gate's, F to 2F the other's. */
  private Variable half(int index, Variable x, String slot, Gradient xGradient) {
    int out = assembly.spec().mlp().width();
    int in = assembly.spec().width();
    Variable weights = assembly.parameter(name + "in.weight").reshape(2 * out * in);
    Variable bias =
        assembly.spec().biases()
            ? assembly.parameter(name + "in.bias").slice((long) index * out, out)
            : null;
    ElementType products = assembly.kernels().productType();
    Variable y = assembly.rows(slot, out, products, products);
    assembly.add(
        assembly
            .kernels()
            .linear(x, weights.slice((long) index * out * in, out, in), bias, y, xGradient));
    return y;
  }
}
