package kleiber.sweeps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import kleiber.record.Outcome;
import org.junit.jupiter.api.Test;

class SweepResultTest {
  private static final Map<String, Outcome> OUTCOMES =
      Map.of("a", Outcome.COMPLETED, "b", Outcome.DIVERGED);

  @Test
  void aRunThatTunesMayDivergeAndNoOther() {
    Sweep.Result tuned = new Sweep.Result(OUTCOMES, 2, Set.of("a", "b"), true);
    assertThat(tuned.isComplete()).isTrue();
    assertThat(tuned.answers()).isEqualTo(1);
    assertThat(new Sweep.Result(OUTCOMES, 2, Set.of("a"), true).isComplete()).isFalse();
  }
}
