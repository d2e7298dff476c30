package kleiber.cpu;

import kleiber.cpu.Primitives.Epilogue;
import kleiber.engine.backend.lanes.SharedGradients;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;

/**
 * What the ops of one lane share.
 *
 * @param side the lane's among those that add to the same gradients of parameters
 */
record Lane(
    CpuBackend backend,
    Primitives primitives,
    Scratch scratch,
    ProductInputs inputs,
    SharedGradients.Side side) {
  static Lane of(
      CpuBackend backend, OneDnnObjects objects, Precision precision, SharedGradients.Side side) {
    Primitives primitives = new Primitives(objects);
    Scratch scratch = new Scratch(backend);
    return new Lane(
        backend, primitives, scratch, new ProductInputs(primitives, scratch, precision), side);
  }

  /** The step that adds to a parameter's gradient when it is this lane's turn. */
  Runnable inTurn(Tensor gradient, Runnable addition) {
    Steps overwrite = new Steps();
    overwrite.add(new FillLoop(CpuTensor.of(gradient), 0f));
    overwrite.add(addition);
    return inTurn(gradient, overwrite, addition);
  }

  /** The same for {@code share}, of the gradient's size. */
  Runnable addShare(Tensor share, Tensor gradient) {
    return inTurn(gradient, new AddLoop(CpuTensor.of(gradient), CpuTensor.of(share)));
  }

  /** The same for the product a·b. */
  Runnable addProduct(DnnlOperand a, DnnlOperand b, DnnlOperand sum, Tensor gradient) {
    return inTurn(
        gradient,
        primitives.matmul(a, b, sum, Epilogue.NONE),
        primitives.matmul(a, b, sum, Epilogue.ACCUMULATE));
  }

  private Runnable inTurn(Tensor gradient, Runnable overwrite, Runnable addition) {
    return side.inTurn(DnnlOperand.matrix(gradient).address(), overwrite, addition);
  }
}
