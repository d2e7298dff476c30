package kleiber.analysis.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.KaplanJoint;
import kleiber.analysis.law.Law;
import kleiber.analysis.table.Run;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;

class TrackRecordTest {
  private static final Criterion CRITERION = Criterion.of(new Penalty.Huber(1e-2));
  private static final double NOISE = 0.003;

  private static List<Run> runs(DoubleBinaryOperator loss) {
    SeededStream random = SeededStream.of(3, "noise");
    List<Run> runs = new ArrayList<>();
    for (double n = 1e7; n < 2e9; n *= 3) {
      for (double d = 1e9; d < 2e11; d *= 3) {
        double noisy = loss.applyAsDouble(n, d) * Math.exp(NOISE * random.normal(runs.size()));
        Map<Input, Double> inputs = Map.of(Input.N, n, Input.D, d, Input.C, 6 * n * d);
        runs.add(new Run("run " + runs.size(), inputs, noisy, "run " + runs.size(), false));
      }
    }
    return runs;
  }

  private static double withFloor(double n, double d) {
    return 1.69 + 406.4 / Math.pow(n, .34) + 410.7 / Math.pow(d, .28);
  }

  private static TrackRecord record(Law law, List<Run> runs) {
    return TrackRecord.of(new CutFits(law, CRITERION, runs));
  }

  @Test
  void theRightLawErrsLittleAndItsIntervalsStay() {
    TrackRecord record = record(new Chinchilla(), runs(TrackRecordTest::withFloor));
    TrackRecord wrong = record(new KaplanJoint(), runs(TrackRecordTest::withFloor));
    assertThat(record.error()).isBetween(NOISE / 2, 2 * NOISE).isLessThan(wrong.error() / 2);
    assertThat(record.widening()).isLessThan(1.2);
    assertThat(record.warning()).isEmpty();
  }

  @Test
  void whereTheMostExpensiveRunsBreakALawItIsFoundOutAndItsIntervalsAreWidened() {
    TrackRecord record =
        record(new Chinchilla(), runs((n, d) -> withFloor(n, d) * (n * d > 1e19 ? 1.03 : 1)));
    assertThat(record.error()).isGreaterThan(3 * NOISE);
    assertThat(record.widening()).isGreaterThan(1.5);
    assertThat(record.warning().orElseThrow()).contains("rollout", "times as wide");
  }

  @Test
  void eachCutIsKept() {
    List<Run> runs = runs(TrackRecordTest::withFloor);
    TrackRecord record = record(new Chinchilla(), runs);
    assertThat(record.rollouts())
        .extracting(Rollout::heldOut)
        .containsExactly("most expensive", "most expensive", "most expensive", "largest");
    assertThat(record.rollouts())
        .allSatisfy(
            rollout ->
                assertThat(rollout.fittedRuns() + rollout.heldOutRuns()).isEqualTo(runs.size()))
        .allSatisfy(rollout -> assertThat(rollout.meanAbsoluteError()).isLessThan(3 * NOISE));
    assertThat(record.rollouts().subList(0, 3))
        .extracting(Rollout::computeRatio)
        .isSorted()
        .allMatch(ratio -> ratio > 1);
  }

  @Test
  void ofTooFewRunsNothingIsKnown() {
    List<Run> few = runs(TrackRecordTest::withFloor).subList(0, 8);
    TrackRecord record = record(new Chinchilla(), few);
    assertThat(record.error()).isNaN();
    assertThat(record.widening()).isEqualTo(1);
    assertThat(record.rollouts()).isEmpty();
  }
}
