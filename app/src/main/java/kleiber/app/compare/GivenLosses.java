package kleiber.app.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kleiber.analysis.compare.ComputeGain;
import kleiber.analysis.compare.ComputeGain.Trained;
import kleiber.analysis.compare.FloorLaw;
import kleiber.core.KleiberException;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Two losses that somebody has measured, in place of models. */
final class GivenLosses {
  /** 90 % of a normal lie within so many standard deviations. */
  private static final double Z = 1.645;

  @Option(
      names = "--base-loss",
      paramLabel = "NATS",
      showDefaultValue = Visibility.NEVER,
      description = "The base's loss, in place of training it.")
  private Double baseLoss;

  @Option(
      names = "--variant-loss",
      paramLabel = "NATS",
      showDefaultValue = Visibility.NEVER,
      description = "The variant's loss.")
  private Double variantLoss;

  @Option(
      names = "--flops",
      paramLabel = "C",
      showDefaultValue = Visibility.NEVER,
      description = "Compute of the base, where it differs from the variant's.")
  private Double flops;

  @Option(
      names = "--variant-flops",
      paramLabel = "C",
      showDefaultValue = Visibility.NEVER,
      description = "Compute of the variant, where it is not that of the base.")
  private Double variantFlops;

  @Option(
      names = "--base-speed",
      paramLabel = "TOKENS/S",
      showDefaultValue = Visibility.NEVER,
      description = "Tokens per second of the base; both have trained on the same tokens.")
  private Double baseSpeed;

  @Option(
      names = "--variant-speed",
      paramLabel = "TOKENS/S",
      showDefaultValue = Visibility.NEVER,
      description = "Tokens per second of the variant.")
  private Double variantSpeed;

  @Option(
      names = "--noise",
      paramLabel = "NATS",
      showDefaultValue = Visibility.NEVER,
      description =
          "Standard deviation of each of the two losses: that from one seed to another over the"
              + " root of how many seeds they are the mean of. Without it there is no interval.")
  private Double noise;

  boolean areGiven() {
    return baseLoss != null || variantLoss != null;
  }

  /** Refuses what belongs to two losses where none are given. */
  void requireNone() {
    if (flops != null
        || variantFlops != null
        || baseSpeed != null
        || variantSpeed != null
        || noise != null) {
      throw KleiberException.usage(
          "--flops, --variant-flops, --base-speed, --variant-speed and --noise belong to two losses;"
              + " give --base-loss and --variant-loss too, or leave them out");
    }
  }

  /** Prints the gain. */
  void print(Optional<FloorLaw> law, PrintWriter out) {
    requireWhole(law);
    double spent = flops == null ? 1 : flops;
    Trained base = new Trained(baseLoss, spent, seconds(baseSpeed));
    Trained variant =
        new Trained(
            variantLoss, variantFlops == null ? spent : variantFlops, seconds(variantSpeed));
    ComputeGain gain;
    try {
      gain = ComputeGain.of(base, variant, law.orElseThrow());
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(e.getMessage(), e);
    }
    if (Double.isInfinite(gain.compute())) {
      out.printf(
          Locale.ROOT,
          "gain       without end: the variant's loss %s lies at the base's floor %s or below, so no"
              + " compute brings the base there%n",
          variantLoss,
          law.get().floor());
      return;
    }
    double spread =
        noise == null ? Double.NaN : ComputeGain.lnSpread(base, variant, law.get(), noise);
    line("compute", gain.compute(), spread, out);
    if (!Double.isNaN(gain.wallClock())) {
      line("wall clock", gain.wallClock(), spread, out);
    }
    out.println("verdict    " + verdict(gain.compute(), spread));
  }

  private static void line(String name, double gain, double spread, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-10s %.3f times%s%n",
        name,
        gain,
        Double.isNaN(spread)
            ? ""
            : String.format(
                Locale.ROOT,
                " (90 %% interval %.3f to %.3f)",
                gain * Math.exp(-Z * spread),
                gain * Math.exp(Z * spread)));
  }

  private static String verdict(double gain, double spread) {
    if (Double.isNaN(spread)) {
      return "none: two losses say nothing of the noise; --noise gives it, or train more seeds";
    }
    double off = Math.log(gain);
    return off > Z * spread ? "better" : off < -Z * spread ? "worse" : "not told apart";
  }

  private static double seconds(Double speed) {
    return speed == null ? Double.NaN : 1 / speed;
  }

  private void requireWhole(Optional<FloorLaw> law) {
    List<String> missing = new ArrayList<>();
    if (baseLoss == null) {
      missing.add("--base-loss");
    }
    if (variantLoss == null) {
      missing.add("--variant-loss");
    }
    if (law.isEmpty()) {
      missing.add("--floor and --exponent (the base's law, L = E + A·C^−α)");
    }
    if ((variantFlops == null) != (flops == null) && flops == null) {
      missing.add("--flops");
    }
    if ((baseSpeed == null) != (variantSpeed == null)) {
      missing.add(baseSpeed == null ? "--base-speed" : "--variant-speed");
    }
    if (!missing.isEmpty()) {
      throw KleiberException.usage("two losses are not enough; give " + String.join(", ", missing));
    }
    for (Double number :
        new Double[] {baseLoss, variantLoss, flops, variantFlops, baseSpeed, variantSpeed, noise}) {
      if (number != null && !(number > 0 && Double.isFinite(number))) {
        throw KleiberException.usage(
            "losses, FLOPs, speeds and noise must be above 0 and finite, not " + number);
      }
    }
  }
}
