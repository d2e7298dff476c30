package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** y = f(gate)·up. f(gate) is computed again for up's gradient: cheaper than to keep it. */
final class CpuGated implements Op {
  private final Steps forward = new Steps();
  private final Steps backward = new Steps();

  CpuGated(Lane lane, CpuFunction function, Variable gate, Variable up, Variable y) {
    Primitives primitives = lane.primitives();
    RowBlocks blocks = new RowBlocks(lane, y.value().rows(), y.value().columns());
    DnnlOperand in = DnnlOperand.matrix(gate.value());
    DnnlOperand factor = DnnlOperand.matrix(up.value());
    DnnlOperand out = DnnlOperand.matrix(y.value());
    blocks.bind(
        forward,
        block -> {
          DnnlOperand activated = block.scratch("activated");
          DnnlOperand result = block.target(out, "y");
          function.forward(block, block.read(in, "gate"), activated);
          forward.add(
              primitives.binary(dnnl_binary_mul, activated, block.read(factor, "up"), result));
          block.write(result, out);
        });
    if (!y.hasGradient()) {
      return;
    }
    DnnlOperand dy = DnnlOperand.matrix(y.gradient());
    DnnlOperand dGate = DnnlOperand.matrix(gate.gradient());
    DnnlOperand dUp = DnnlOperand.matrix(up.gradient());
    blocks.bind(
        backward,
        block -> {
          DnnlOperand gates = block.read(in, "gate");
          DnnlOperand gradients = block.read(dy, "dy");
          DnnlOperand activated = block.scratch("activated");
          DnnlOperand upResult = block.target(dUp, "dUp");
          DnnlOperand gateResult = block.target(dGate, "dGate");
          function.forward(block, gates, activated);
          backward.add(primitives.binary(dnnl_binary_mul, gradients, activated, upResult));
          block.write(upResult, dUp);
          backward.add(
              primitives.binary(dnnl_binary_mul, gradients, block.read(factor, "up"), gateResult));
          function.backward(block, gates, gateResult, gateResult);
          block.write(gateResult, dGate);
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
