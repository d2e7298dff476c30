package kleiber.torch;

import kleiber.engine.kernels.Op;

/**
 * An op as two fixed lists of calls.
 *
 * @param forwardCalls of the forward pass
 * @param backwardCalls of the backward pass, none where nobody asks for gradients
 */
record TorchOp(TorchCalls forwardCalls, TorchCalls backwardCalls) implements Op {
  @Override
  public void forward() {
    forwardCalls.run();
  }

  @Override
  public void backward() {
    backwardCalls.run();
  }
}
