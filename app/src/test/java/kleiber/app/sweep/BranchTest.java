package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.SweepProcess;
import kleiber.sweeps.testing.WorkersHere;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cooldowns that branch off a longer run. */
class BranchTest {
  private static final String SPEC =
      """
      name: branches
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16, dropout: 0.1}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
        schedule: {kind: warmup-stable-decay, warmupSteps: 20, decayFraction: 0.1}
        eval: {every: 30, batches: 2}
        log: {tensorboard: false}
      design:
        kind: grid
        axes:
          horizon.steps: [100, 200, 400, 800]
      """;

  @TempDir Path folder;

  private Path train(String name, String branch) throws Exception {
    Path spec = Files.writeString(folder.resolve("branches.yaml"), SPEC);
    Path out = folder.resolve(name);
    assertThat(WorkersHere.train(spec, out, "branch=" + branch).isComplete()).isTrue();
    return out;
  }

  @Test
  void branchedRunsEndBitForBitLikeSeparateOnesForAFractionOfTheirCompute() throws Exception {
    Path branched = train("branched", "true");
    Path separate = train("separate", "false");
    assertThat(SweepProcess.table(branched)).isEqualTo(SweepProcess.table(separate));
    assertThat(metrics(branched)).isEqualTo(metrics(separate));
    assertThat(rate(branched, 10, "train")).isEqualTo(rate(branched, 20, "train") / 2);
    assertThat(rate(branched, 100, "train")).isZero();
    assertThat(rate(branched, 30, "eval")).isNaN();
    double ratio = spent(branched) / spent(separate);
    assertThat(ratio).isCloseTo((800 + 10 + 20 + 40) / 1500.0, Offset.offset(1e-9));
  }

  private static double spent(Path out) throws Exception {
    List<String> lines = Files.readAllLines(out.resolve("runs.csv"));
    int column = List.of(lines.get(0).split(",")).indexOf("flopsSpent");
    return lines.stream()
        .skip(1)
        .mapToDouble(row -> Double.parseDouble(row.split(",")[column]))
        .sum();
  }

  /** The learning rate in {@code curves.csv} of the first row of a step; NaN where it is empty. */
  private static double rate(Path out, int step, String kind) throws Exception {
    List<List<String>> rows =
        metrics(out).stream().map(line -> List.of(line.split(",", -1))).toList();
    List<String> columns = rows.get(0);
    return rows.stream()
        .skip(1)
        .filter(row -> row.get(columns.indexOf("step")).equals(Integer.toString(step)))
        .filter(row -> row.get(columns.indexOf("kind")).equals(kind))
        .map(row -> row.get(columns.indexOf("lr")))
        .mapToDouble(lr -> lr.isEmpty() ? Double.NaN : Double.parseDouble(lr))
        .findFirst()
        .orElseThrow();
  }

  /** All learning curves: the part that another run trained is in them. */
  private static List<String> metrics(Path out) throws Exception {
    return Files.readAllLines(out.resolve("curves.csv"));
  }
}
