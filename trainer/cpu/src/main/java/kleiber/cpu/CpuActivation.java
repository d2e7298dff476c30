package kleiber.cpu;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** y = f(x). */
final class CpuActivation implements Op {
  private final Steps forward = new Steps();
  private final Steps backward = new Steps();

  CpuActivation(Lane lane, CpuFunction function, Variable x, Variable y) {
    RowBlocks blocks = new RowBlocks(lane, x.value().rows(), x.value().columns());
    DnnlOperand in = DnnlOperand.matrix(x.value());
    DnnlOperand out = DnnlOperand.matrix(y.value());
    blocks.bind(
        forward,
        block -> {
          DnnlOperand result = block.target(out, "y");
          function.forward(block, block.read(in, "x"), result);
          block.write(result, out);
        });
    if (!x.hasGradient()) {
      return;
    }
    DnnlOperand dy = DnnlOperand.matrix(y.gradient());
    DnnlOperand dx = DnnlOperand.matrix(x.gradient());
    blocks.bind(
        backward,
        block -> {
          DnnlOperand result = block.target(dx, "dx");
          function.backward(block, block.read(in, "x"), block.read(dy, "dy"), result);
          block.write(result, dx);
        });
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
