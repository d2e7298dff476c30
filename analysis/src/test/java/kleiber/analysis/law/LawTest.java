package kleiber.analysis.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawTest {
  /** Muennighoff et al.'s first stage, unrounded. */
  static final DataConstrained CONSTRAINED =
      new DataConstrained(
          Math.exp(.6254804), Math.exp(6.255414), .3526596, Math.exp(7.3049974), .3526596);

  static List<Law> laws() {
    List<Law> laws = new ArrayList<>(Law.all());
    laws.add(CONSTRAINED);
    return laws;
  }

  @ParameterizedTest
  @MethodSource("laws")
  void gradientsAreThoseOfFiniteDifferences(Law law) {
    Random random = new Random(7);
    for (int trial = 0; trial < 20; trial++) {
      double[] p = random.doubles(law.size(), 0.1, 1.2).toArray();
      double[] x =
          law.centred()
              ? random.doubles(law.inputs().size(), -2, 2).toArray()
              : new double[] {Math.log(6e9), Math.log(3e11), Math.log(2.5e10)};
      double[] gradient = new double[law.size()];
      law.logLoss(p, x, gradient);
      for (int j = 0; j < p.length; j++) {
        double h = 1e-6;
        double[] scratch = new double[p.length];
        double[] moved = p.clone();
        moved[j] = p[j] + h;
        double above = law.logLoss(moved, x, scratch);
        moved[j] = p[j] - h;
        double below = law.logLoss(moved, x, scratch);
        assertThat(gradient[j])
            .as(law.id() + " " + law.parameters().get(j))
            .isCloseTo((above - below) / (2 * h), within(1e-8));
      }
    }
  }

  @Test
  void repeatedDataCountsAsPublished() {
    double[] p = {Math.log(15.387756), Math.log(5.309743)};
    double loss = CONSTRAINED.loss(p, new double[3], 6.34e9, 242e9, 25e9);
    assertThat(loss).isCloseTo(2.2256440889984477, within(1e-6));
  }

  @Test
  void withoutRepetitionDataConstrainedIsChinchilla() {
    double[] p = {0, 0};
    double chinchilla =
        CONSTRAINED.e()
            + CONSTRAINED.a() * Math.pow(1e9, -CONSTRAINED.alpha())
            + CONSTRAINED.b() * Math.pow(1e11, -CONSTRAINED.beta());
    assertThat(CONSTRAINED.loss(p, new double[3], 1e9, 1e11, 1e11))
        .isCloseTo(chinchilla, within(1e-12));
  }

  @Test
  void everyLawIsFoundByItsName() {
    for (Law law : laws()) {
      assertThat(Law.named(law.id(), law.constants())).isEqualTo(law);
    }
    assertThat(Map.of()).isEqualTo(new Chinchilla().constants());
  }

  @Test
  void everyLawThatThereIsIsListed() {
    assertThat(laws())
        .extracting(law -> (Object) law.getClass())
        .contains((Object[]) Law.class.getPermittedSubclasses());
  }
}
