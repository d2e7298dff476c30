package kleiber.lm.optim;

import java.math.BigDecimal;
import java.math.MathContext;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;

/**
 * The learning rate over a run, as a fraction of the peak, at time t of a run that ends at T. Both
 * are steps, counted from 1, or tokens, those of the step itself included; W is the warm-up, during
 * which every schedule rises linearly.
 */
public sealed interface LrSchedule
    permits LrSchedule.Constant,
        LrSchedule.Linear,
        LrSchedule.Cosine,
        LrSchedule.InverseSquareRoot,
        LrSchedule.WarmupStableDecay {
  /** How the rate rises to its peak. */
  Warmup ramp();

  /** The fraction at t ≥ W. */
  double afterWarmup(double at, double end);

  /** The shape after the warm-up, in a few words for tables. */
  String describe();

  /** The fraction that the warm-up rises from. */
  default double startFraction() {
    return 0;
  }

  /** Steps of warm-up; 0 where it is given in tokens. */
  default long warmupSteps() {
    return ramp().warmupSteps();
  }

  /** Tokens of warm-up; 0 where it is given in steps. */
  default double warmupTokens() {
    return ramp().warmupTokens();
  }

  /** Whether t, T and W are tokens. */
  default boolean isByTokens() {
    return ramp().isByTokens();
  }

  /** W in the schedule's unit. */
  default double warmup() {
    return ramp().length();
  }

  /** The fraction of the peak rate at {@code at} of a run that ends at {@code end}. */
  default double fraction(double at, double end) {
    double warmup = warmup();
    return at <= warmup && warmup > 0
        ? startFraction() + (1 - startFraction()) * at / warmup
        : afterWarmup(at, end);
  }

  private static String part(double fraction) {
    return fraction == 0 ? "0" : number(fraction) + " of the peak";
  }

  /** Three digits, such as 0.1 and 2.6e11. */
  private static String number(double value) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(3)).stripTrailingZeros();
    return rounded.toString().replace("E+", "e");
  }

  /** How much of the decay has passed at t, in [0, 1]. */
  private static double progress(double at, double from, double to) {
    return to <= from ? 1 : Math.min(1, Math.max(0, (at - from) / (to - from)));
  }

  /** A cosine from the end of the warm-up to the end of the run. */
  static Cosine cosine(long warmupSteps, double finalFraction) {
    return new Cosine(new Warmup(warmupSteps, 0), 0, finalFraction, 0, 0, Origin.WARMUP);
  }

  /** Where a decay is counted from. */
  enum Origin {
    /** From the end of the warm-up. */
    WARMUP,
    /** From the start of the run, so that the rate jumps where the warm-up ends. */
    START
  }

  /** 1 after the warm-up. */
  record Constant(@Inline Warmup ramp) implements LrSchedule {
    @Override
    public String describe() {
      return "constant";
    }

    @Override
    public double afterWarmup(double at, double end) {
      return 1;
    }
  }

  /** 1 − (1 − f)·(t − W)/(T − W). */
  record Linear(
      @Inline Warmup ramp,
      @Key(doc = "Fraction of the peak at the end.", value = "0", min = 0, max = 1)
          double finalFraction,
      @Key(
              doc =
                  "Whether the decay counts from the end of the warm-up, or from start as BERT's.",
              value = "warmup")
          Origin origin)
      implements LrSchedule {
    @Override
    public String describe() {
      return "line to " + part(finalFraction) + (origin == Origin.START ? " from step 0" : "");
    }

    @Override
    public double afterWarmup(double at, double end) {
      return 1 - (1 - finalFraction) * progress(at, origin == Origin.START ? 0 : warmup(), end);
    }

    /** BERT's code leaves the warm-up at t = W already. */
    @Override
    public double fraction(double at, double end) {
      return origin == Origin.START && at == warmup()
          ? afterWarmup(at, end)
          : LrSchedule.super.fraction(at, end);
    }
  }

  /**
   * max(floor, f + (1 − f)·(1 + cos(π·(t − W)/(T − W)))/2) (Loshchilov and Hutter,
   * arXiv:1608.03983).
   */
  record Cosine(
      @Inline Warmup ramp,
      @Key(doc = "Fraction of the peak that the warm-up rises from.", value = "0", min = 0, max = 1)
          double startFraction,
      @Key(doc = "Fraction of the peak where the decay ends.", value = "0.1", min = 0, max = 1)
          double finalFraction,
      @Key(
              doc = "Fraction of the peak that the decay stops at, as Megatron's.",
              value = "0",
              min = 0,
              max = 1)
          double floor,
      @Key(
              doc = "Steps or tokens where the decay ends, as GPT-3's; 0 for the end of the run.",
              value = "0",
              min = 0)
          double decayEnd,
      @Key(
              doc =
                  "Whether the decay counts from the end of the warm-up, or from start as GPT-1's.",
              value = "warmup")
          Origin origin)
      implements LrSchedule {
    @Override
    public String describe() {
      return "cosine to "
          + part(Math.max(floor, finalFraction))
          + (floor > finalFraction ? " as a floor" : "")
          + (origin == Origin.START ? " from step 0" : "")
          + (decayEnd > 0 ? " at " + number(decayEnd) : "");
    }

    @Override
    public double afterWarmup(double at, double end) {
      double from = origin == Origin.START ? 0 : warmup();
      double cosine = Math.cos(Math.PI * progress(at, from, decayEnd > 0 ? decayEnd : end));
      return Math.max(floor, finalFraction + (1 - finalFraction) * (1 + cosine) / 2);
    }
  }

  /**
   * 1 up to H, then √(H/t) (T5, arXiv:1910.10683, section 3.1.2; PaLM, arXiv:2204.02311, section
   * 5).
   */
  record InverseSquareRoot(
      @Inline Warmup ramp,
      @Key(
              doc = "Steps or tokens H before the decay; at least the warm-up and 1.",
              value = "100",
              min = 0)
          double hold)
      implements LrSchedule {
    @Override
    public String describe() {
      return "constant to " + number(hold) + ", then as 1/√t";
    }

    @Override
    public double afterWarmup(double at, double end) {
      double from = Math.max(1, Math.max(hold, warmup()));
      return Math.sqrt(from / Math.max(at, from));
    }
  }

  /**
   * 1, then over the last {@code decayFraction} of the run linearly down to f (Hu et al.,
   * arXiv:2404.06395). Several horizons can share the stable part.
   */
  record WarmupStableDecay(
      @Inline Warmup ramp,
      @Key(doc = "Fraction of the run that decays.", value = "0.2", min = 0, max = 1)
          double decayFraction,
      @Key(doc = "Fraction of the peak at the end.", value = "0", min = 0, max = 1)
          double finalFraction)
      implements LrSchedule {
    @Override
    public String describe() {
      return "constant, line to " + part(finalFraction) + " over the last " + number(decayFraction);
    }

    @Override
    public double afterWarmup(double at, double end) {
      double from = Math.max(warmup(), end - Math.rint(decayFraction * end));
      return 1 - (1 - finalFraction) * progress(at, from, end);
    }
  }
}
