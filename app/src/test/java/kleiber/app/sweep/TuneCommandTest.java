package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tuned sweeps, through the command line as a user would. */
class TuneCommandTest {
  private static final String SPEC =
      """
      name: tuned
      train:
        precision: fp32
        model: {context: 16}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
        log: {tensorboard: false}
      design: {kind: ladder, sizes: [2k, 3k], tokensPerParam: [2]}
      tune:
        optimizer.lr: {start: 16e-3}
      """;

  @TempDir Path folder;
  private Path spec;
  private Path out;

  @BeforeEach
  void writeSpec() throws Exception {
    spec = Files.writeString(folder.resolve("tuned.yaml"), SPEC);
    out = folder.resolve("out");
  }

  private CommandRun sweep(String command, String... more) {
    List<String> all =
        new ArrayList<>(List.of("sweep", command, spec.toString(), "--out", out.toString()));
    all.addAll(Arrays.asList(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private List<Map<String, String>> rows() throws Exception {
    List<String> lines = Files.readAllLines(out.resolve("runs.csv"));
    String[] head = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < head.length; i++) {
        row.put(head[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** What cells grow to is in TunedRoundsTest. */
  @Test
  @Tag("long")
  void everyCellIsBracketedInRoundsAndTheTableSaysWhichRunIsItsBest() throws Exception {
    JsonNode plan = sweep("plan", "--json").json();
    assertThat(plan.path("runs")).hasSize(3);
    assertThat(plan.at("/tuning/leastRuns").asInt()).isEqualTo(6);
    assertThat(plan.at("/tuning/cells").asInt()).isEqualTo(2);

    CommandRun run = sweep("run", "--slots", "1");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("2 cells: 2 bracketed");
    List<Map<String, String>> rows = rows();
    assertThat(rows).hasSizeBetween(6, 12).allMatch(row -> row.get("outcome").equals("completed"));
    JsonNode status = CommandRun.of("sweep", "status", out.toString(), "--json").json();
    assertThat(status.path("cells")).hasSize(2);
    for (JsonNode cell : status.path("cells")) {
      String name = cell.path("cell").asText();
      List<Map<String, String>> tried =
          rows.stream().filter(row -> row.get("cell").equals(name)).toList();
      List<Map<String, String>> best =
          tried.stream().filter(row -> row.get("cellRun").equals("best")).toList();
      assertThat(best).hasSize(1);
      double lowest = Double.parseDouble(best.get(0).get("finalLossNats"));
      double rate = Double.parseDouble(best.get(0).get("optimizer.lr"));
      assertThat(tried)
          .allMatch(row -> Double.parseDouble(row.get("finalLossNats")) >= lowest)
          .anyMatch(row -> Double.parseDouble(row.get("optimizer.lr")) < rate)
          .anyMatch(row -> Double.parseDouble(row.get("optimizer.lr")) > rate);
      assertThat(cell.path("state").asText()).isEqualTo("bracketed");
      assertThat(cell.path("lossNats").asDouble()).isEqualTo(lowest);
      assertThat(cell.at("/values/optimizer.lr").asDouble()).isBetween(rate / 2.1, rate * 2.1);
    }

    CommandRun again = sweep("run");
    assertThat(again.exit()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).doesNotContain("started").contains("2 cells: 2 bracketed");
    assertThat(rows()).isEqualTo(rows);
    CommandRun other = sweep("run", "--set", "train.optimizer.beta2=0.9");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("the plan has changed").contains("--extend");
  }

  @Test
  void aHeldOutRunTakesTheRateThatWasFittedToATunedSweep() throws Exception {
    StringBuilder table = new StringBuilder("N,D,optimizer.lr,loss\n");
    for (double n = 1e3; n < 1e6; n *= 10) {
      for (double d = 1e4; d < 1e7; d *= 10) {
        for (double off : new double[] {-0.7, 0, 0.7}) {
          double rate = 2 * Math.pow(n, -0.7) * Math.pow(d, 0.3) * Math.exp(off);
          table.append(String.format(Locale.ROOT, "%s,%s,%s,%s%n", n, d, rate, 3 + off * off));
        }
      }
    }
    String runs = Files.writeString(folder.resolve("table.csv"), table).toString();
    String fit = folder.resolve("fit.json").toString();
    CommandRun fitted =
        CommandRun.of("fit", runs, "--optimum", "optimizer.lr", "--bootstrap", "20", "--out", fit);
    assertThat(fitted.exit()).as(fitted.err()).isZero();
    String[] rule = {"--set", "rules.lr.kind=fit", "--set", "rules.lr.file=" + fit};
    CommandRun plan =
        sweep(
            "plan",
            "--json",
            "--set",
            "holdout=[{params: 9k, tokensPerParam: 2}]",
            rule[0],
            rule[1],
            rule[2],
            rule[3]);
    assertThat(plan.exit()).as(plan.err()).isZero();
    JsonNode heldOut = plan.json().path("runs").path(3);
    assertThat(heldOut.path("holdout").asBoolean()).isTrue();
    double n = heldOut.path("totalParams").asDouble();
    double best = 2 * Math.pow(n, -0.7) * Math.pow(heldOut.path("tokens").asDouble(), 0.3);
    assertThat(heldOut.path("lr").asDouble()).isCloseTo(best, within(2e-3 * best));
    CommandRun batch =
        sweep(
            "plan",
            "--set",
            "rules.batchTokens.kind=fit",
            "--set",
            "rules.batchTokens.file=" + fit);
    assertThat(batch.exit()).isEqualTo(2);
    assertThat(batch.err())
        .contains("is no fit of best batch.sequences")
        .contains("--optimum batch.sequences");
    String older =
        Files.readString(Path.of(fit)).replace("\"schemaVersion\" : 3", "\"schemaVersion\" : 2");
    Files.writeString(Path.of(fit), older);
    assertThat(sweep("plan", rule[0], rule[1], rule[2], rule[3]).err())
        .contains(
            "its schemaVersion is 2, and this kleiber reads 3; make it again with kleiber fit");
  }

  @Test
  void whatCannotBeTunedIsNamed() {
    CommandRun key = sweep("plan", "--set", "tune.optimizer.beta1=0.9");
    assertThat(key.exit()).isEqualTo(2);
    assertThat(key.err()).contains("tune.optimizer.beta1: can be tuned are optimizer.lr and batch");
    CommandRun part = sweep("plan", "--set", "tune.optimizer.lr.stat=1e-3");
    assertThat(part.err()).contains("tune.optimizer.lr takes start and ratio, not stat");
    CommandRun start = sweep("plan", "--set", "tune.optimizer.lr=-1");
    assertThat(start.err()).contains("must be above 0, or auto");
    CommandRun ratio = sweep("plan", "--set", "tune.optimizer.lr.ratio=1");
    assertThat(ratio.err()).contains("optimizer.lr.ratio = 1.0: must be 1.1 to 10");
    CommandRun twice =
        sweep("plan", "--set", "design={kind: grid, axes: {params: [2k], optimizer.lr: [1e-3]}}");
    assertThat(twice.err()).contains("optimizer.lr is tuned, and the design gives its values too");
    CommandRun unheld = sweep("plan", "--set", "train.data.validationFraction=0");
    assertThat(unheld.exit()).isEqualTo(2);
    assertThat(unheld.err()).contains("nothing is held out");
  }
}
