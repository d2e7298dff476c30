package kleiber.app.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Checkout;
import kleiber.core.testing.Fuzz;
import kleiber.lm.data.DatasetCache;
import kleiber.sweeps.collect.CellStanding;
import kleiber.sweeps.collect.Collector;
import kleiber.sweeps.collect.Standing;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.KnownRuns;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedData;
import kleiber.sweeps.plan.Warnings;
import kleiber.sweeps.spec.SweepFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps, plans and ledgers that somebody else wrote. */
class SweepsFuzzTest {
  private static final String SPEC =
      """
      name: hostile
      seeds: [1]
      count: non-embedding
      flops: six-nd
      train:
        model: {context: 16}
        data:
          corpus: {kind: files, paths: [text.txt]}
          tokenizer: {kind: bytes}
          validationFraction: 0.1
        batch: {sequences: 4}
        optimizer: {kind: adamw, lr: 1e-3}
        schedule: {kind: cosine, warmupSteps: 2}
      design:
        kind: isoflop
        budgets: [1e8, 3e8]
        sizesPerBudget: 2
        centre: 20
      holdout:
        - {params: 1e4, flops: 1e9}
      tune:
        optimizer.lr: {start: 1e-3, ratio: 2}
      rules:
        lr: {kind: power, coefficient: 1.0, exponent: -0.5}
        batchTokens: {kind: table, at: [1e3, 1e6], values: [64, 256]}
        warmup: 0.1
      threads: {small: 1}
      branch: true
      """;

  private static final String GRID =
      """
      name: grid
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: bytes}}
        batch: {sequences: 4}
        horizon: {steps: 6}
      design:
        kind: grid
        axes:
          optimizer.lr: log(1e-3, 1e-2, 2)
          "model.width, model.heads": [[16, 2], [32, 4]]
          seed: [1, 2]
      """;

  @TempDir Path valid;
  @TempDir Path cache;

  private void plan(Path spec) {
    SweepFile file = SweepFile.read(spec);
    Plan plan = Plan.of(file, new PlannedData(new DatasetCache(cache, note -> {})), KnownRuns.NONE);
    Warnings.of(plan, file.spec());
  }

  private void spec(String name, String text, int cases) throws Exception {
    Files.writeString(valid.resolve("sweep.yaml"), text);
    Fuzz.of(name, valid, "sweep.yaml").run(cases, folder -> plan(folder.resolve("sweep.yaml")));
  }

  private void specs(int cases) throws Exception {
    Files.writeString(valid.resolve("text.txt"), "to be or not to be ".repeat(100));
    spec("sweep.yaml", SPEC, cases);
    spec("grid", GRID, cases);
  }

  private void ledgers(int cases) throws Exception {
    Files.copy(
        Checkout.path("sweeps/src/test/resources/fuzz-valid/plan.json"),
        valid.resolve("plan.json"));
    Path run = Files.createDirectories(valid.resolve("n1k-d2k-0123456789ab"));
    Files.copy(
        Checkout.path("sweeps/src/test/resources/fuzz-valid/status.json"),
        run.resolve("status.json"));
    Files.copy(
        Checkout.path("sweeps/src/test/resources/fuzz-valid/metrics.jsonl"),
        run.resolve("metrics.jsonl"));
    Fuzz.of(
            "ledger",
            valid,
            "plan.json",
            "n1k-d2k-0123456789ab/status.json",
            "n1k-d2k-0123456789ab/metrics.jsonl")
        .run(
            cases,
            folder -> {
              SweepFolder sweep = new SweepFolder(folder);
              sweep.known();
              CellStanding.all(sweep, sweep.requireLedger());
              Standing.all(sweep, sweep.requireLedger()).forEach(Standing::part);
              Collector.collect(sweep);
            });
  }

  private void commands(int cases) throws Exception {
    Fuzz.of("sweep-commands", valid, "plan.json", "n1k-d2k-0123456789ab/status.json")
        .run(
            cases,
            folder -> {
              for (String command : List.of("status", "collect")) {
                CommandRun.of("sweep", command, folder.toString()).endsInWords();
              }
            });
  }

  @Test
  void sweepsArePlannedOrRefusedInWords() throws Exception {
    specs(Fuzz.SHORT / 2);
  }

  @Test
  void ledgersAreReadOrRefusedInWords() throws Exception {
    ledgers(Fuzz.SHORT);
    commands(20);
  }

  @Test
  @Tag("long")
  void twentyThousandLedgersAre() throws Exception {
    ledgers(Fuzz.LONG);
    commands(Fuzz.LONG_OF_COMMANDS);
  }

  @Test
  @Tag("long")
  void twentyThousandSweepsAre() throws Exception {
    specs(Fuzz.LONG / 2);
  }
}
