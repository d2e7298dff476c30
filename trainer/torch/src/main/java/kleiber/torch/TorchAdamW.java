package kleiber.torch;

import static kleiber.torch.TorchCalls.number;

import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.tensor.Tensor;

/**
 * {@link AdamWUpdate} in eight operations over the flat range. The bias corrections are moved from
 * the moments to the rate and ε: p ← (1 − lr·decay)·p − (lr·√c₂/c₁)·m/(√v + ε·√c₂).
 */
final class TorchAdamW implements AdamWUpdate {
  private final TorchCalls calls;
  private double lr;
  private double decay;
  private double gradientScale;
  private double c1;
  private double rootC2;

  TorchAdamW(TorchMemory memory, Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    var weights = TorchTensor.vector(p);
    var gradients = TorchTensor.vector(g);
    var first = TorchTensor.vector(m);
    var second = TorchTensor.vector(v);
    var root = memory.transientFor("adamw", p.size());
    double beta1 = constants.beta1();
    double beta2 = constants.beta2();
    this.calls =
        new TorchCalls(memory)
            .op("mul_.Scalar", first, beta1)
            .op("add_.Tensor", first, gradients, number(() -> (1 - beta1) * gradientScale))
            .op("mul_.Scalar", second, beta2)
            .op(
                "addcmul_",
                second,
                gradients,
                gradients,
                number(() -> (1 - beta2) * gradientScale * gradientScale))
            .op("sqrt.out", second, root)
            .op("add_.Scalar", root, number(() -> constants.epsilon() * rootC2), 1)
            .op("mul_.Scalar", weights, number(() -> 1 - lr * decay))
            .op("addcdiv_", weights, first, root, number(() -> -lr * rootC2 / c1));
  }

  @Override
  public void step(
      double newLr, double newDecay, double newGradientScale, double newC1, double newC2) {
    lr = newLr;
    decay = newDecay;
    gradientScale = newGradientScale;
    c1 = newC1;
    rootC2 = Math.sqrt(newC2);
    calls.run();
  }
}
