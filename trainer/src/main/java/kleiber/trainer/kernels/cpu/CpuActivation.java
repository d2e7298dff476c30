package kleiber.trainer.kernels.cpu;

import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * y = f(x). Where y or the gradient of x is bf16, blocks of rows are computed in fp32 and rounded
 * while they are in the cache: oneDNN's functions of bf16 are slower than both together.
 */
final class CpuActivation implements Op {
  /** Elements a block: 128 KiB of fp32. */
  private static final int BLOCK = 1 << 15;

  private final Lane lane;
  private final Steps forward = new Steps();
  private final Steps backward = new Steps();

  private interface Step {
    Primitive bind(int from, int rows, Operand result);
  }

  CpuActivation(Lane lane, int function, float alpha, Variable x, Variable y) {
    this.lane = lane;
    Primitives primitives = lane.primitives();
    Operand in = Operand.matrix(x.value());
    bind(
        Operand.matrix(y.value()),
        forward,
        (from, rows, out) -> primitives.eltwise(function, alpha, in.rows(from, rows), out));
    if (x.hasGradient()) {
      Operand dy = Operand.matrix(y.gradient());
      bind(
          Operand.matrix(x.gradient()),
          backward,
          (from, rows, dx) ->
              primitives.eltwiseBackward(
                  function, alpha, in.rows(from, rows), dy.rows(from, rows), dx));
    }
  }

  private void bind(Operand result, Steps steps, Step step) {
    int rows = Math.toIntExact(result.dims()[0]);
    int columns = Math.toIntExact(result.dims()[1]);
    if (result.hasType(ElementType.F32)) {
      steps.add(step.bind(0, rows, result));
      return;
    }
    int most = Math.max(1, BLOCK / columns);
    Tensor block = lane.scratch().of("activation", (long) Math.min(most, rows) * columns);
    for (int from = 0; from < rows; from += most) {
      int count = Math.min(most, rows - from);
      Operand exact = Operand.dense(block, count, columns);
      steps.add(step.bind(from, count, exact));
      steps.add(lane.primitives().reorder(exact, result.rows(from, count)));
    }
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }
}
