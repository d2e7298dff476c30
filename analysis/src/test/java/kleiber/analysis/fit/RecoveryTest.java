package kleiber.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import kleiber.analysis.law.Broken;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Coupled;
import kleiber.analysis.law.CriticalBatch;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.KaplanJoint;
import kleiber.analysis.law.KaplanSteps;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.PowerLaw;
import kleiber.analysis.law.PowerLawFloor;
import kleiber.analysis.law.PowerOfSize;
import kleiber.analysis.law.PowerProduct;
import kleiber.analysis.law.Samples;
import kleiber.analysis.law.StepsBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Surfaces whose parameters are known are given back. */
class RecoveryTest {
  static List<double[]> grid() {
    List<double[]> points = new ArrayList<>();
    for (double n = 1e6; n < 2e9; n *= 3) {
      for (double d = 1e8; d < 2e11; d *= 3) {
        points.add(new double[] {n, d});
      }
    }
    return points;
  }

  static List<double[]> line() {
    return IntStream.range(0, 60).mapToObj(i -> new double[] {Math.pow(10, 4 + i / 10.0)}).toList();
  }

  static double broken(double x) {
    double first = Math.pow(1 + Math.pow(x / 1e6, 1 / 0.4), -0.2 * 0.4);
    return 0.7 + 9 * Math.pow(x, -0.1) * first;
  }

  static Arguments known(
      Law law, List<double[]> points, ToDoubleFunction<double[]> loss, double... truth) {
    return Arguments.of(law, points, points.stream().mapToDouble(loss).toArray(), truth);
  }

  static List<Arguments> surfaces() {
    return List.of(
        known(
            new Chinchilla(),
            grid(),
            x -> 1.69 + 406.4 / Math.pow(x[0], .34) + 410.7 / Math.pow(x[1], .28),
            1.69,
            406.4,
            .34,
            410.7,
            .28),
        known(
            new Coupled(),
            grid(),
            x -> 1.6 + Math.pow(300 / Math.pow(x[0], .4) + 900 / Math.pow(x[1], .35), .8),
            1.6,
            300,
            .4,
            900,
            .35,
            .8),
        known(
            new KaplanJoint(),
            grid(),
            x -> Math.pow(Math.pow(6.4e13 / x[0], .076 / .103) + 1.8e13 / x[1], .103),
            6.4e13,
            .076,
            1.8e13,
            .103),
        known(
            new KaplanSteps(),
            grid(),
            x -> Math.pow(6.5e13 / x[0], .077) + Math.pow(2.1e3 / x[1], .76),
            6.5e13,
            .077,
            2.1e3,
            .76),
        known(
            new PowerProduct(),
            grid(),
            x -> 1.79 * Math.pow(x[0], -.713) * Math.pow(x[1], .307),
            1.79,
            -.713,
            .307),
        known(new PowerOfSize(), line(), x -> 1.79 * Math.pow(x[0], -.713), 1.79, -.713),
        known(
            new PowerLaw(Input.N),
            line(),
            x -> Math.pow(8.8e13 / x[0], .076),
            Math.pow(8.8e13, .076),
            .076),
        known(new StepsBatch(), line(), x -> 2e3 * (1 + 5e5 / x[0]), 2e3, 5e5, 1e9),
        known(new CriticalBatch(), line(), x -> 2e8 / Math.pow(x[0], 1 / .21), 2e8, .21),
        known(new PowerLawFloor(Input.D), line(), x -> 2 + 40 / Math.pow(x[0], .3), 2, 40, .3),
        known(new Broken(Input.C, 1), line(), x -> broken(x[0]), 0.7, 9, .1, .2, 1e6, .4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("surfaces")
  void parametersAreRecovered(Law law, List<double[]> points, double[] losses, double[] truth) {
    Fit fit = new Fitter(law, new Penalty.Huber(1e-3)).fit(Samples.of(law, points, losses));
    for (int j = 0; j < truth.length; j++) {
      assertThat(fit.published()[j] / truth[j] - 1)
          .as(law.names().get(j))
          .isCloseTo(0, within(1e-6));
    }
  }

  /**
   * Losses without a floor make E vanish, which once stopped the descent of the others. With E = 0
   * and these exponents a linear program for A and B can do no better than 4.70339620465.
   */
  @Test
  void aVanishedFloorDoesNotStopTheOthers() {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      double n = Math.pow(10, 6 + 3 * (i / 6) / 5.0);
      points.add(new double[] {n, Math.pow(10, 8 + 3 * (i % 6) / 5.0)});
    }
    double[] losses =
        points.stream()
            .mapToDouble(x -> Math.pow(Math.pow(6.4e13 / x[0], .076 / .103) + 1.8e13 / x[1], .103))
            .toArray();
    Law law = new Chinchilla();
    Fit fit =
        new Fitter(law, new Penalty.Asymmetric(10, 1e-7)).fit(Samples.of(law, points, losses));
    assertThat(fit.objective()).isLessThan(4.7033963);
    assertThat(fit.converged()).isTrue();
  }

  @Test
  void anUnfinishedDescentIsNotCalledConverged() {
    Law law = new Chinchilla();
    List<double[]> points = grid();
    double[] losses = points.stream().mapToDouble(x -> 2 + 90 / Math.pow(x[0], .3)).toArray();
    Problem problem =
        new Problem(
            law, Samples.of(law, points, losses), new Penalty.Huber(1e-3), Optional.empty());
    Descent.End end = new Descent(problem, 1).run(new double[] {0, 0, 1, 0, 1}, 1e-9);
    assertThat(end.converged(1e-6)).isFalse();
  }
}
