package kleiber.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.KaplanJoint;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;

class FloorPriorTest {
  private static final double FLOOR = 1.69;
  private static final FloorPrior THIRD = new FloorPrior(0.33, 0.05);
  private static final Penalty PENALTY = new Penalty.Huber(1e-2);

  /** Chinchilla's surface over {@code decades} of N and of D with noise of 1 %. */
  private static Samples samples(double decades, double noise) {
    SeededStream random = SeededStream.of(1, "noise");
    List<double[]> points = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 4; j++) {
        double n = 3e7 * Math.pow(10, decades * i / 5);
        double d = 3e9 * Math.pow(10, decades * j / 3);
        points.add(new double[] {n, d});
        double loss = FLOOR + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
        losses.add(loss * Math.exp(noise * random.normal(losses.size())));
      }
    }
    double[] all = losses.stream().mapToDouble(Double::doubleValue).toArray();
    return Samples.of(new Chinchilla(), points, all);
  }

  private static double lowest(Samples samples) {
    double lowest = Double.POSITIVE_INFINITY;
    for (double logLoss : samples.logLosses()) {
      lowest = Math.min(lowest, Math.exp(logLoss));
    }
    return lowest;
  }

  private static Fit fit(Law law, Samples samples, FloorPrior prior) {
    return new Criterion(PENALTY, Optional.ofNullable(prior)).fitter(law, samples).fit(samples);
  }

  @Test
  void whereRunsDoNotDetermineAFloorItIsWhatWasBelieved() {
    Samples narrow = samples(0.4, 0.01);
    double floor = fit(new Chinchilla(), narrow, THIRD).published()[0];
    assertThat(floor / lowest(narrow)).isCloseTo(0.33, within(0.05));
  }

  @Test
  void runsThatDetermineTheFloorAreBelieved() {
    Samples wide = samples(4, 1e-5);
    Fit fit = fit(new Chinchilla(), wide, THIRD);
    assertThat(fit.published()[0]).isCloseTo(FLOOR, within(0.01));
  }

  @Test
  void aLawWithoutAFloorIsFittedAsIfNothingWereBelieved() {
    Samples narrow = samples(0.4, 0.01);
    assertThat(fit(new KaplanJoint(), narrow, THIRD).p())
        .isEqualTo(fit(new KaplanJoint(), narrow, null).p());
  }

  @Test
  void theGradientOfABeliefIsThatOfItsValue() {
    Belief belief = new Belief(1, THIRD, 2, 0.7);
    double[] gradient = new double[2];
    double[] unused = new double[2];
    double step = 1e-6;
    belief.evaluate(new double[] {0, 0.4}, gradient);
    double above = belief.evaluate(new double[] {0, 0.4 + step}, unused);
    double below = belief.evaluate(new double[] {0, 0.4 - step}, unused);
    assertThat(gradient[0]).isZero();
    assertThat(gradient[1]).isCloseTo((above - below) / (2 * step), within(1e-7));
  }
}
