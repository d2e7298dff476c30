package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kleiber.app.testing.CommandRun;
import kleiber.record.Metric;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.sweeps.Rounds;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.collect.CellStanding;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.tune.Search;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tuned sweeps whose losses are known: workers that train nothing write them down. */
class TunedRoundsTest {
  private static final String SPEC =
      """
      name: tuned
      train:
        precision: fp32
        model: {context: 16}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
      design: {kind: ladder, sizes: [2k, 3k], tokensPerParam: [2]}
      tune:
        optimizer.lr: {start: 16e-3}
      """;

  private static final double BEST_RATE = 3e-3;
  private static final double LOWEST_NATS = 2;

  @TempDir Path folder;
  private SweepFile file;
  private SweepFolder out;

  @BeforeEach
  void writeSpec() throws Exception {
    file = SweepFile.read(Files.writeString(folder.resolve("tuned.yaml"), SPEC));
    out = new SweepFolder(folder.resolve("out"));
  }

  private Rounds.End tune(FakeWorkers workers) throws Exception {
    Sweep first = Sweep.prepare(file, out, Machine.cores(1), note -> {});
    return new Rounds(logs -> workers, Sweep.Options.STANDARD, sweep -> workers, note -> {})
        .run(first, () -> false);
  }

  /**
   * A run's loss rises with the square of ln(rate/best); beyond four times the best it diverges.
   */
  private Message train(FakeWorkers.Training run) {
    Ledger.Entry planned =
        out.requireLedger().runs().stream()
            .filter(entry -> entry.id().equals(run.run()))
            .findFirst()
            .orElseThrow();
    double away =
        Math.log(((Number) planned.values().get("optimizer.lr")).doubleValue() / BEST_RATE);
    Outcome outcome = away > Math.log(4) ? Outcome.DIVERGED : Outcome.COMPLETED;
    double loss = LOWEST_NATS + 0.1 * away * away;
    RunDirectory directory = new RunDirectory(run.folder());
    Status.Result result =
        outcome == Outcome.DIVERGED
            ? null
            : new Status.Result(
                2000, 2000, 4000, 18000, 1, 1e7, 1e7, loss, 0.01, null, loss, loss, 1);
    directory.writeJson(
        directory.status(),
        new Status(Metric.SCHEMA_VERSION, outcome, 1, "then", "now", 60, 60, null, result));
    return new Message.Ended(run.slot(), outcome, null, false);
  }

  @Test
  void everyCellGrowsUntilItsBestRateIsBracketedAndDivergedRunsAreAnswers() throws Exception {
    Rounds.End end = tune(new FakeWorkers(this::train));
    assertThat(end.result().isComplete()).isTrue();
    assertThat(end.result().count(Outcome.DIVERGED)).isEqualTo(end.result().answers()).isPositive();
    List<CellStanding> cells = CellStanding.all(out, out.requireLedger());
    assertThat(cells).hasSize(2);
    for (CellStanding cell : cells) {
      assertThat(cell.search().state()).isEqualTo(Search.State.BRACKETED);
      assertThat(cell.search().vertex(0)).isCloseTo(BEST_RATE, within(0.02 * BEST_RATE));
      double best = cell.search().best().orElseThrow().values().get(0);
      assertThat(Math.abs(Math.log(best / BEST_RATE))).isLessThan(Math.log(2) / 2);
    }
    FakeWorkers again = new FakeWorkers(this::train);
    assertThat(tune(again).result())
        .isEqualTo(
            new Sweep.Result(
                end.result().outcomes(), end.result().runs(), end.result().tuning(), false));
    assertThat(again.together()).as("nothing is trained twice").isEmpty();
  }

  /** The first cell's own search goes on for long; the second begins where the first one ended. */
  @Test
  void aCellStartsWhereTheOnesBeforeItPointTo() throws Exception {
    FakeWorkers workers = new FakeWorkers(this::train);
    tune(workers);
    Map<String, Long> runs = new java.util.TreeMap<>();
    out.requireLedger().runs().forEach(run -> runs.merge(run.cell(), 1L, Long::sum));
    assertThat(runs.values()).hasSize(2);
    assertThat(java.util.Collections.min(runs.values())).isEqualTo(3);
    assertThat(java.util.Collections.max(runs.values())).isGreaterThan(3);
  }

  /** The runs that were planned first are never trained, since another beta is asked for then. */
  @Test
  @Timeout(60)
  void watchingDoesNotWaitForRunsThatNobodyAsksForAnyMore() throws Exception {
    FakeWorkers none = new FakeWorkers(this::train);
    Sweep.prepare(file, out, Machine.cores(1), note -> {})
        .run(logs -> none, Sweep.Options.STANDARD, none, () -> true);
    file = SweepFile.read(folder.resolve("tuned.yaml"), List.of("train.optimizer.beta2=0.9"));
    FakeWorkers workers = new FakeWorkers(this::train);
    Sweep.Options extend = new Sweep.Options(3, false, false, true);
    Sweep other = Sweep.prepare(file, out, Machine.cores(1), note -> {});
    new Rounds(logs -> workers, extend, sweep -> workers, note -> {}).run(other, () -> false);
    CommandRun watch = CommandRun.of("sweep", "status", out.path().toString(), "--watch");
    assertThat(watch.exit()).as(watch.err()).isZero();
    assertThat(watch.out()).contains("3 aside").contains("2 bracketed").contains("-before");
  }
}
