package kleiber.analysis.compare;

/**
 * What a variant is worth: how many times the compute, and the time, that it took its base would
 * need for the same loss. Above 1 the variant is better. This is Marin's compute multiplier:
 *
 * <pre>
 *   r          = ((L_base − E) / (L_variant − E))^(1/α)
 *   compute    = r · C_base / C_variant
 *   wall clock = r · T_base / T_variant
 * </pre>
 *
 * <p>The base reaches the variant's loss at r times its own compute, and so in r times its own time
 * as long as its FLOPs a second stay the same. C is what was really spent, matrix product by matrix
 * product, so a variant with more FLOPs a token pays for them.
 *
 * @param compute infinite where the variant's loss lies at the base's floor or below
 * @param wallClock the same; NaN where a time is not known
 */
public record ComputeGain(double compute, double wallClock) {
  /**
   * One trained model.
   *
   * @param lossNats its loss in nats per token
   * @param flops of its training
   * @param seconds of its training, in any unit that both have; NaN where they are not known
   */
  public record Trained(double lossNats, double flops, double seconds) {}

  /**
   * The gain of one model over another.
   *
   * @throws IllegalArgumentException where the base's loss lies at the floor of its law or below
   */
  public static ComputeGain of(Trained base, Trained variant, FloorLaw law) {
    if (!(base.lossNats > law.floor())) {
      throw new IllegalArgumentException(
          "the base's loss of "
              + base.lossNats
              + " nats lies at the floor of its law, "
              + law.floor()
              + ", or below; give a lower floor");
    }
    double needed = Math.exp(law.lnCompute(variant.lossNats) - law.lnCompute(base.lossNats));
    return new ComputeGain(
        needed * base.flops / variant.flops, needed * base.seconds / variant.seconds);
  }

  /**
   * The standard deviation of ln of the gain that the noise of both losses leaves.
   *
   * @param noise standard deviation of each loss, in nats
   */
  public static double lnSpread(Trained base, Trained variant, FloorLaw law, double noise) {
    double slope = 1 / (law.exponent() * (base.lossNats - law.floor()));
    double other = 1 / (law.exponent() * (variant.lossNats - law.floor()));
    return noise * Math.hypot(slope, other);
  }
}
