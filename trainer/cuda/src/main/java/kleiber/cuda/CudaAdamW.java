package kleiber.cuda;

import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.tensor.Tensor;

/** AdamW in one pass: {@code adamw.cu}. */
final class CudaAdamW implements AdamWUpdate {
  private static final int RATES = 5;

  private final Numbers numbers;
  private final int rates;
  private final Launch update;
  private final Block parameters;
  private final boolean renewsCopy;

  CudaAdamW(Card card, Constants constants, Tensor p, Tensor g, Tensor m, Tensor v) {
    this.numbers = card.numbers();
    this.rates = numbers.newInputs(RATES);
    CudaTensor own = CudaTensor.of(p);
    this.parameters = own.block();
    this.renewsCopy = parameters.hasRounded();
    this.update =
        card.overAll(
            "adamw",
            "adamw",
            p.size(),
            CudaTensor.vector(p),
            CudaTensor.vector(g),
            CudaTensor.vector(m),
            CudaTensor.vector(v),
            renewsCopy ? own.roundedAddress() : 0L,
            p.size(),
            (float) constants.beta1(),
            (float) constants.beta2(),
            (float) constants.epsilon(),
            (float) (1 - constants.beta1()),
            (float) (1 - constants.beta2()),
            numbers.inputAddress(rates),
            card.step().address());
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double c1, double c2) {
    numbers.set(rates, lr);
    numbers.set(rates + 1, decay);
    numbers.set(rates + 2, gradientScale);
    numbers.set(rates + 3, c1);
    numbers.set(rates + 4, c2);
    if (!renewsCopy) {
      parameters.changed();
    }
    update.run();
  }
}
