package kleiber.torch;

import static kleiber.torch.TorchCalls.number;

import java.util.function.DoubleSupplier;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.kernels.UpdateFormula.Line;
import kleiber.engine.tensor.Tensor;

/** {@link UpdateFormula} line by line, each in operations over whole tensors. */
final class TorchFormula implements FormulaUpdate {
  private final TorchCalls calls;
  private final org.bytedeco.pytorch.Tensor[] places;
  private final org.bytedeco.pytorch.Tensor part;
  private final double[] numbers;

  TorchFormula(TorchMemory memory, UpdateFormula formula, Tensor... tensors) {
    this.calls = new TorchCalls(memory);
    this.places = new org.bytedeco.pytorch.Tensor[formula.places()];
    this.numbers = new double[formula.numbers()];
    long size = tensors[0].size();
    this.part = memory.transientFor("formula", size);
    for (int i = 0; i < places.length; i++) {
      places[i] =
          i < tensors.length
              ? TorchTensor.vector(tensors[i])
              : memory.transientFor("formula " + i, size);
    }
    formula.lines().forEach(this::add);
  }

  /** The target may be an operand, so it is written last. */
  private void add(Line line) {
    var t = places[line.target()];
    var x = places[line.x()];
    var y = places[line.y()];
    DoubleSupplier a = number(() -> numbers[line.a()]);
    DoubleSupplier b = number(() -> numbers[line.b()]);
    switch (line.operation()) {
      case SCALE -> calls.op("mul.Scalar_out", x, a, t);
      case MIX ->
          calls.op("mul.Scalar_out", x, a, part).op("mul.Scalar_out", y, b, t).add(t, part, t);
      case MIX_SQUARE ->
          calls
              .multiply(x, x, part)
              .op("mul_.Scalar", part, a)
              .op("mul.Scalar_out", y, b, t)
              .add(t, part, t);
      case SIGN -> calls.op("sign.out", x, t);
      case OVER_ROOT ->
          calls
              .op("mul.Scalar_out", y, a, part)
              .op("sqrt.out", part, part)
              .op("add_.Scalar", part, b, 1)
              .op("div.out", x, part, t);
    }
  }

  @Override
  public void step(double[] given) {
    System.arraycopy(given, 0, numbers, 0, numbers.length);
    calls.run();
  }
}
