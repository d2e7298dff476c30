package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that cannot succeed, among runs that can. */
class SweepFailureTest {
  private static final String SPEC =
      """
      name: failures
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16}
        batch: {sequences: 4}
        horizon: {steps: 30}
        log: {tensorboard: false}
        data: {corpus: {kind: %s}}
      design:
        kind: explicit
        rows:
          - {optimizer.lr: 1e-3}
          - {optimizer.lr: 1e20, optimizer.clipNorm: 0}
          - {model.width: 65536, model.heads: 1024}
          - {data: {corpus: {kind: files, paths: [%s]}}}
          - {optimizer.lr: 2e-3}
      """;

  @TempDir Path folder;

  private CommandRun sweep(String... more) throws Exception {
    String missing = folder.resolve("missing.txt").toString();
    Path spec =
        Files.writeString(folder.resolve("failures.yaml"), SPEC.formatted("synthetic", missing));
    String[] arguments = {
      "sweep", "run", spec.toString(), "--slots", "1", "--out", folder.resolve("out").toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void goodRunsFinishAndBadOnesAreReportedWithTheirReasons() throws Exception {
    CommandRun run = sweep();
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(5);
    assertThat(run.out())
        .contains("2 of 5 runs completed")
        .contains("diverged: step")
        .contains("2 runs failed; the same command with --retry-failed tries again")
        .contains("of memory or more")
        .contains("missing.txt; check the path");
    List<String> table = Files.readAllLines(folder.resolve("out/runs.csv"));
    assertThat(table).filteredOn(row -> row.contains(",completed,")).hasSize(2);
    assertThat(table).filteredOn(row -> row.contains(",failed,")).hasSize(2);
    assertThat(table).filteredOn(row -> row.contains(",diverged,")).hasSize(1);

    CommandRun again = sweep();
    assertThat(again.exit()).isEqualTo(5);
    assertThat(again.out()).doesNotContain("started").contains("check the path");

    Files.writeString(folder.resolve("missing.txt"), "to be or not to be ".repeat(200));
    CommandRun retried = sweep("--retry-failed");
    assertThat(retried.exit()).isEqualTo(5);
    assertThat(retried.out()).contains("3 of 5 runs completed");
    assertThat(retried.out().split(" started")).hasSize(2);
  }

  @Test
  void failFastStopsTheSweep() throws Exception {
    CommandRun run = sweep("--fail-fast");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).contains("0 of 5 runs completed");
  }
}
