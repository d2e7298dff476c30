package kleiber.app.fit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.random.SeededStream;
import kleiber.record.Basis;
import kleiber.record.Environment;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/**
 * The folder of a sweep whose losses are drawn from a known law: six sizes at each of three
 * budgets, one run held out at ten times the largest, one that diverged and one not trained yet.
 */
final class SweepFixture {
  static final double HELD_OUT_FLOPS = 1e14;

  /** Of the tokens of all runs. */
  static final String DIGEST = "0123456789abcdef".repeat(4);

  private static final String HEADER =
      "id,hash,outcome,totalParams,nonEmbeddingParams,tokens,uniqueTokens,dataDigest,flops6ND,flopsExact,"
          + "finalLossNats,seconds,seed,holdout,message\n";

  private static final Status.Result RESULT =
      new Status.Result(1, 1, 1, 1, 1, 1, 1, 1.0, null, null, 1.0, 1, 1);

  private final Path folder;
  private final StringBuilder runs = new StringBuilder(HEADER);
  private final StringBuilder curves =
      new StringBuilder(
          "id,totalParams,nonEmbeddingParams,step,tokens,flops6ND,flopsExact,lossNats,kind\n");
  private final List<Map<String, Object>> planned = new ArrayList<>();

  private SweepFixture(Path folder) {
    this.folder = folder;
  }

  /** Writes the folder. */
  static Path write(Path folder) throws IOException {
    SweepFixture fixture = new SweepFixture(folder);
    for (double flops : new double[] {1e11, 1e12, 1e13}) {
      for (int k = -3; k <= 2; k++) {
        double n = 0.12 * Math.sqrt(flops) * Math.pow(1.6, k + 0.5);
        fixture.run("n" + Math.round(n), n, flops, false, Outcome.COMPLETED, "");
      }
    }
    fixture.run(
        "<held & out>",
        0.12 * Math.sqrt(HELD_OUT_FLOPS),
        HELD_OUT_FLOPS,
        true,
        Outcome.COMPLETED,
        "");
    fixture.run("hot", 5e4, 1e12, false, Outcome.DIVERGED, "step 41: loss NaN, gradient norm NaN");
    fixture.run("late", 6e4, 1e12, false, null, "");
    Files.writeString(folder.resolve("runs.csv"), fixture.runs);
    Files.writeString(folder.resolve("curves.csv"), fixture.curves);
    Files.writeString(folder.resolve("sweep.yaml"), "name: fixture\ndesign: {kind: isoflop}\n");
    Files.writeString(
        folder.resolve("plan.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of("schemaVersion", 1, "name", "fixture", "runs", fixture.planned)));
    return folder;
  }

  private static double loss(double n, double d) {
    return 1.9 + 80 / Math.pow(n, .36) + 300 / Math.pow(d, .38);
  }

  private void run(
      String name, double n, double flops, boolean heldOut, Outcome outcome, String message)
      throws IOException {
    String id = name + "-" + Long.toHexString(Double.doubleToLongBits(flops)).substring(0, 6);
    double d = flops / (6 * n);
    double noise = Math.exp(0.002 * SeededStream.of(planned.size(), "fixture").normal(0));
    boolean completed = outcome == Outcome.COMPLETED;
    runs.append(
        String.join(
            ",",
            id,
            "0",
            outcome == null ? "pending" : outcome.word(),
            "" + Math.round(n),
            "" + Math.round(n * .8),
            "" + Math.round(d),
            "1000000",
            DIGEST,
            "" + 6 * n * d,
            "" + flops,
            completed ? "" + loss(n, d) * noise : "",
            completed ? "" + flops / 1e11 : "",
            "1",
            "" + heldOut,
            message.isEmpty() ? "" : '"' + message + '"'));
    runs.append('\n');
    planned.add(Map.of("id", id, "holdout", heldOut, "values", values(n)));
    if (outcome != null) {
      curve(id, n, d, completed ? 200 : 40);
      record(id, outcome, message);
    }
  }

  private static Map<String, Object> values(double n) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model.width", Math.round(Math.sqrt(n / 24)));
    values.put("model.context", 64);
    values.put("optimizer.lr", 0.6 / Math.sqrt(n));
    values.put("data.corpus.kind", "wordnet");
    values.put("data.corpus.entries", "data/*.txt");
    values.put("data.tokenizer.kind", "bpe");
    values.put("data.tokenizer.vocab", 1024);
    return values;
  }

  private void curve(String id, double n, double d, int points) {
    for (int i = 1; i <= points; i++) {
      double tokens = d * i / 200;
      curves.append(
          String.join(
              ",",
              id,
              "" + Math.round(n),
              "" + Math.round(n * .8),
              "" + i,
              "" + Math.round(tokens),
              "" + 6 * n * tokens,
              "" + 6 * n * tokens,
              "" + loss(n, tokens),
              "eval\n"));
    }
  }

  private void record(String id, Outcome outcome, String message) {
    RunDirectory run = new RunDirectory(folder.resolve(id));
    run.create();
    Basis basis = new Basis(DIGEST, 1_000_000, DIGEST, "cpu", "fp32", 1);
    run.writeJson(run.resolved(), Map.of("hash", "0", "basis", basis));
    run.writeJson(
        run.environment(),
        new Environment(
            "0123456789abcdef0123456789abcdef01234567",
            true,
            "Debian 17.0.15",
            "Linux 6.1 amd64",
            "A Processor @ 2 GHz",
            2,
            24L << 30,
            "cpu: oneDNN",
            "fp32",
            List.of("sweep", "worker")));
    run.writeJson(
        run.status(),
        new Status(
            1,
            outcome,
            1,
            0,
            "2026-11-25T04:00:00Z",
            "2026-11-25T05:00:00Z",
            200,
            200,
            message.isEmpty() ? null : message,
            outcome == Outcome.COMPLETED ? RESULT : null));
  }
}
