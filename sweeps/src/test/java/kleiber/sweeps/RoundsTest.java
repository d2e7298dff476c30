package kleiber.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kleiber.record.Outcome;
import kleiber.sweeps.collect.CellStanding;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.testing.TunedSweep;
import kleiber.sweeps.tune.Search;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rounds of a tuned sweep whose losses are known. */
class RoundsTest {
  @TempDir Path folder;
  private TunedSweep sweep;

  @BeforeEach
  void writeSpec() throws Exception {
    sweep = TunedSweep.in(folder);
  }

  private Rounds.End tune(FakeWorkers workers) throws Exception {
    return TunedSweep.run(sweep.prepared(), workers, Sweep.Options.STANDARD, () -> false);
  }

  @Test
  void everyCellGrowsUntilItsBestRateIsBracketedAndDivergedRunsAreAnswers() throws Exception {
    Rounds.End end = tune(sweep.workers());
    assertThat(end.result().isComplete()).isTrue();
    assertThat(end.result().count(Outcome.DIVERGED)).isEqualTo(end.result().answers()).isPositive();
    List<CellStanding> cells = CellStanding.all(sweep.out(), sweep.out().requireLedger());
    assertThat(cells).hasSize(2);
    for (CellStanding cell : cells) {
      assertThat(cell.search().state()).isEqualTo(Search.State.BRACKETED);
      assertThat(cell.search().vertex(0))
          .isCloseTo(TunedSweep.BEST_RATE, within(0.02 * TunedSweep.BEST_RATE));
      double best = cell.search().best().orElseThrow().values().get(0);
      assertThat(Math.abs(Math.log(best / TunedSweep.BEST_RATE))).isLessThan(Math.log(2) / 2);
    }
    FakeWorkers again = sweep.workers();
    assertThat(tune(again).result())
        .isEqualTo(
            new Sweep.Result(
                end.result().outcomes(), end.result().runs(), end.result().tuning(), false));
    assertThat(again.together()).as("nothing is trained twice").isEmpty();
  }

  /** The first cell's own search goes on for long; the second begins where the first one ended. */
  @Test
  void aCellStartsWhereTheOnesBeforeItPointTo() throws Exception {
    FakeWorkers workers = sweep.workers();
    tune(workers);
    Map<String, Long> runs = new TreeMap<>();
    sweep.out().requireLedger().runs().forEach(run -> runs.merge(run.cell(), 1L, Long::sum));
    assertThat(runs.values()).hasSize(2);
    assertThat(Collections.min(runs.values())).isEqualTo(3);
    assertThat(Collections.max(runs.values())).isGreaterThan(3);
  }
}
