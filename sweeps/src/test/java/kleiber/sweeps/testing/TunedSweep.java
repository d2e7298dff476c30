package kleiber.sweeps.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import kleiber.record.Metric;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.sweeps.Rounds;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;

/**
 * A tuned sweep of two cells whose losses are known: workers that train nothing write them down.
 *
 * @param spec its file
 * @param out its folder
 */
public record TunedSweep(Path spec, SweepFolder out) {
  /** The learning rate with the lowest loss. */
  public static final double BEST_RATE = 3e-3;

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

  private static final double LOWEST_NATS = 2;

  /** Writes the spec into a folder. */
  public static TunedSweep in(Path folder) throws IOException {
    Path spec = Files.writeString(folder.resolve("tuned.yaml"), SPEC);
    return new TunedSweep(spec, new SweepFolder(folder.resolve("out")));
  }

  /** The sweep as it is now, with these settings. */
  public Sweep prepared(String... settings) throws InterruptedException {
    SweepFile file = SweepFile.read(spec, List.of(settings));
    return Sweep.prepare(file, out, Machine.cores(1), note -> {});
  }

  /** Workers that write known losses down. */
  public FakeWorkers workers() {
    return new FakeWorkers(this::train);
  }

  /** Runs it to its end. */
  public static Rounds.End run(
      Sweep sweep, FakeWorkers workers, Sweep.Options options, BooleanSupplier stop)
      throws InterruptedException {
    return new Rounds(logs -> workers, options, each -> workers, note -> {}).run(sweep, stop);
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
        new Status(Metric.SCHEMA_VERSION, outcome, 1, 0, "then", "now", 60, 60, null, result));
    return new Message.Ended(run.slot(), outcome, null);
  }
}
