package kleiber.analysis.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Input;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.testing.NoShapes;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPlanTest {
  private static final double FLOPS = 1e22;

  /** Of runs without noise, which most plans are of. */
  private static final FitReport EXACT = fit(table(0, FlopCount.SIX_ND));

  /** Runs on Hoffmann et al.'s surface with 0.5 % noise. */
  static Observations table(double noise, FlopCount count) {
    Random random = new Random(4);
    List<Run> runs = new ArrayList<>();
    for (double n = 1e7; n < 3e9; n *= 2) {
      for (double d = 1e9; d < 3e11; d *= 4) {
        double loss = 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
        Map<Input, Double> inputs = Map.of(Input.N, n, Input.D, d, Input.C, count.flops(n, d));
        String id = "run " + runs.size();
        runs.add(new Run(id, inputs, loss * Math.exp(noise * random.nextGaussian()), id, false));
      }
    }
    return new Observations(runs, List.of(), Map.of(), "table");
  }

  static FitReport fit(Observations table) {
    return new FitStudy(Criterion.of(new Penalty.Huber(1e-3)), 200, 0.9, 1, false)
        .study(new Chinchilla(), new Evidence(table), false);
  }

  /** The plan of a fit, where nobody knows the shapes of models. */
  private static ModelPlan plan(
      FitReport report, PlanBudget budget, double inference, double unique) {
    return ModelPlan.of(
        report.fit(), report.confidence().warnings(), new NoShapes(), budget, inference, unique);
  }

  @Test
  void theOptimumIsThatOfTheClosedForm() {
    ModelPlan plan = plan(EXACT, PlanBudget.ofFlops(FLOPS), 0, 0);
    double g = Math.pow(.34 * 406.4 / (.28 * 410.7), 1 / .62);
    assertThat(plan.n() / (g * Math.pow(FLOPS / 6, .28 / .62))).isCloseTo(1, within(1e-6));
    assertThat(6 * plan.n() * plan.d() / FLOPS).isCloseTo(1, within(1e-9));
    assertThat(plan.warnings()).isEmpty();
  }

  /** De Vries' own figures: k_D = (1 − (k_N^−α − 1) β/α)^(−1/β). */
  @ParameterizedTest
  @CsvSource({"0.75, 0.0285", "0.5, 0.208", "0.3, 1.055", "0.25, 1.886"})
  void smallerModelsCostWhatDeVriesSays(double part, double overhead) {
    ModelPlan plan = plan(EXACT, PlanBudget.ofFlops(FLOPS), 0, 0);
    Smaller smaller =
        plan.smaller().stream().filter(s -> s.part() == part).findFirst().orElseThrow();
    assertThat(smaller.overhead()).isCloseTo(overhead, within(0.002));
  }

  @Test
  void inferenceMakesTheCheapestModelSmaller() {
    ModelPlan little = plan(EXACT, PlanBudget.ofFlops(FLOPS), 1e6, 0);
    ModelPlan much = plan(EXACT, PlanBudget.ofFlops(FLOPS), 1e13, 0);
    assertThat(little.lifetime().n()).isCloseTo(little.n(), within(0.01 * little.n()));
    assertThat(much.lifetime().n()).isLessThan(0.5 * much.n());
    assertThat(much.lifetime().saving()).isPositive();
    assertThat(
            EXACT
                .fit()
                .surface(EXACT.fit().internal().p())
                .loss(much.lifetime().n(), much.lifetime().d()))
        .isCloseTo(much.loss(), within(1e-9));
  }

  @Test
  void fewTokensAreRepeatedOrSeenOnce() {
    Scarce scarce = plan(EXACT, PlanBudget.ofFlops(FLOPS), 0, 1e10).scarce();
    assertThat(scarce.epochs()).isGreaterThan(2);
    assertThat(scarce.once().d()).isEqualTo(1e10);
    assertThat(scarce.repeated().loss()).isLessThan(scarce.once().loss());
    ModelPlan plenty = plan(EXACT, PlanBudget.ofFlops(FLOPS), 0, 1e15);
    assertThat(plenty.scarce().epochs()).isEqualTo(1);
    assertThat(plenty.scarce().once().n()).isCloseTo(plenty.n(), within(1e-3 * plenty.n()));
  }

  @Test
  void theNextRunsShrinkTheSpreadAboutAsPromised() {
    Observations table = table(0.005, FlopCount.SIX_ND);
    FittedLaw before = fit(table).fit();
    Allocation best = before.optimal(1e24);
    List<NextRun> next = NextRun.of(before, before.largestFlops(), best.n(), best.d());
    assertThat(next).hasSize(3).allMatch(run -> run.flops() <= before.largestFlops());
    List<Run> runs = new ArrayList<>(table.runs());
    for (int i = 0; i < 12; i++) {
      NextRun run = next.get(i % 3);
      double loss = 1.69 + 406.4 / Math.pow(run.n(), .34) + 410.7 / Math.pow(run.d(), .28);
      Map<Input, Double> inputs = Map.of(Input.N, run.n(), Input.D, run.d(), Input.C, run.flops());
      double noise = Math.exp(0.005 * new Random(i).nextGaussian());
      runs.add(new Run("next " + i, inputs, loss * noise, "next " + i, false));
    }
    FittedLaw after = fit(new Observations(runs, List.of(), Map.of(), "table")).fit();
    assertThat(NextRun.spread(after, best.n(), best.d()))
        .isLessThan(NextRun.spread(before, best.n(), best.d()));
    assertThat(next.get(2).spread()).isLessThan(next.get(0).spread());
    assertThat(next.get(0).spread()).isLessThan(NextRun.spread(before, best.n(), best.d()));
  }

  @Test
  void aBudgetIsCountedAsTheTableCountsIt() {
    FlopCount exact = new FlopCount(9, -0.02);
    FitReport fit = fit(table(0, exact));
    assertThat(fit.fit().flopCount().factor()).isCloseTo(9, within(1e-6));
    assertThat(fit.fit().flopCount().excess()).isCloseTo(-0.02, within(1e-9));
    ModelPlan plan = plan(fit, PlanBudget.ofFlops(FLOPS), 0, 0);
    assertThat(exact.flops(plan.n(), plan.d()) / FLOPS).isCloseTo(1, within(1e-6));
  }

  @Test
  void aLawWithoutAnOptimumIsNamed() {
    FitReport fit = fit(worseWithData());
    assertThat(fit.fit().allocates()).isFalse();
    assertThat(fit.estimate().parameters()).doesNotContainKeys("a", "b");
    assertThat(fit.confidence().warnings())
        .anyMatch(warning -> warning.startsWith("no optimum: loss does not fall"));
    assertThatThrownBy(() -> plan(fit, PlanBudget.ofFlops(FLOPS), 0, 0))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("no optimum", "fall with both N and D");
  }

  /** Loss that rises with tokens. */
  private static Observations worseWithData() {
    List<Run> runs = new ArrayList<>();
    for (Run run : table(0, FlopCount.SIX_ND).runs()) {
      double loss = 1.69 + 406.4 / Math.pow(run.n(), .34) + 1e-3 * Math.pow(run.d(), .2);
      runs.add(new Run(run.id(), run.inputs(), loss, run.cluster(), false));
    }
    return new Observations(runs, List.of(), Map.of(), "table");
  }
}
