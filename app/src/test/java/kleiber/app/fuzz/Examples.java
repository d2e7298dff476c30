package kleiber.app.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import kleiber.app.testing.CommandRun;

/** Valid files that hostile ones are made of. */
final class Examples {
  private Examples() {}

  private interface Line {
    String of(int run, double n, double d, double loss);
  }

  private static String runs(Line line) {
    StringBuilder text = new StringBuilder();
    int run = 0;
    for (double n = 1e6; n < 3e7; n *= 5) {
      for (double d = 1e8; d < 1e10; d *= 10) {
        double loss = 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        text.append(line.of(run++, n, d, loss));
      }
      text.append(line.of(run++, n, 4e8, 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(4e8, .3)));
    }
    return text.toString();
  }

  /** A table as runs.csv is. */
  static String csv() {
    return "id,outcome,totalParams,tokens,finalLossNats,seed,holdout,lr,message\n"
        + runs(
            (run, n, d, loss) ->
                String.format(
                    Locale.ROOT,
                    "n%d-a,completed,%.0f,%.0f,%.6f,1,%s,1e-3,\n",
                    run,
                    n,
                    d,
                    loss,
                    run == 7));
  }

  /** The same as JSON lines. */
  static String jsonLines() {
    return runs(Examples::json);
  }

  /** The same as a list in an object. */
  static String jsonRuns() {
    String lines = jsonLines().strip().replace("\n", ",\n");
    return "{\"name\": \"a sweep\", \"runs\": [" + lines + "]}";
  }

  private static String json(int run, double n, double d, double loss) {
    return String.format(
        Locale.ROOT,
        "{\"run\": \"r%d\", \"state\": \"finished\", \"N\": %.0f, \"D\": %.0f, \"loss\": %.6f}\n",
        run,
        n,
        d,
        loss);
  }

  /** Learning curves of the runs of {@link #csv}. */
  static String curves() {
    StringBuilder text =
        new StringBuilder(
            "id,totalParams,nonEmbeddingParams,step,tokens,flopsExact,lossNats,kind\n");
    text.append(
        runs(
            (run, n, d, loss) ->
                String.format(
                    Locale.ROOT,
                    "n%1$d-a,%2$.0f,%2$.0f,10,%3$.0f,%4$.0f,%5$.4f,eval\n"
                        + "n%1$d-a,%2$.0f,%2$.0f,20,%6$.0f,%7$.0f,%8$.4f,eval\n",
                    run,
                    n,
                    d / 2,
                    3 * n * d,
                    loss + .5,
                    d,
                    6 * n * d,
                    loss)));
    return text.toString();
  }

  /** What two runs of one size logged, one of them with a rate that falls. */
  static String loggedCurves() {
    StringBuilder text =
        new StringBuilder("id,totalParams,step,tokens,lossNats,kind,lr,evaluatedTokens\n");
    for (String run : List.of("constant", "falling")) {
      for (int step = 5; step <= 200; step += 5) {
        double lr = step <= 10 || run.equals("constant") ? 0.01 : 0.01 * (200 - step) / 190.0;
        double loss = 1.5 + 3 / Math.sqrt(step) + 10 * (lr - 0.01);
        text.append(
            String.format(
                Locale.ROOT, "%s,5000,%d,%d,%.4f,train,%.5f,%n", run, step, 64 * step, loss, lr));
      }
      text.append(run + ",5000,200,12800,1.6,eval,,4096\n");
    }
    return text.toString();
  }

  /** The folder of a sweep as far as a report reads it. */
  static Path sweep(Path folder) throws IOException {
    Files.writeString(folder.resolve("runs.csv"), csv());
    Files.writeString(folder.resolve("curves.csv"), curves());
    Files.writeString(folder.resolve("sweep.yaml"), "name: a sweep\n");
    Files.writeString(
        folder.resolve("plan.json"),
        "{\"schemaVersion\": 1, \"name\": \"a sweep\", \"slots\": 2, \"runs\": [{\"id\": \"n0-a\","
            + " \"values\": {\"model.width\": 64, \"data.corpus.paths\": [\"a.txt\"]}}]}");
    Path run = Files.createDirectories(folder.resolve("n0-a"));
    Files.writeString(
        run.resolve("status.json"),
        "{\"schemaVersion\": 1, \"outcome\": \"interrupted\", \"attempts\": 1, \"startedAt\":"
            + " \"2026-11-25T04:00:00Z\", \"updatedAt\": \"2026-11-25T05:00:00Z\", \"step\": 5,"
            + " \"totalSteps\": 20, \"message\": null, \"result\": null}");
    Files.writeString(
        run.resolve("env.json"),
        "{\"commit\": \"abc\", \"dirty\": true, \"jvm\": \"17\", \"os\": \"Linux\", \"cpu\": \"x\","
            + " \"cores\": 2, \"memoryBytes\": 1000, \"backend\": \"cpu\", \"precision\": \"fp32\","
            + " \"arguments\": []}");
    Files.writeString(
        run.resolve("resolved.json"),
        "{\"hash\": \"0\", \"basis\": {\"dataDigest\": \"ab\", \"trainTokens\": 10, \"backend\":"
            + " \"cpu\", \"precision\": \"fp32\", \"threads\": 1}}");
    return folder;
  }

  /** A fit of {@link #csv} in a folder. */
  static Path fit(Path folder, String... options) throws IOException {
    Path table = Files.writeString(folder.resolve("runs.csv"), csv());
    String[] arguments = new String[options.length + 6];
    System.arraycopy(options, 0, arguments, 6, options.length);
    arguments[0] = "fit";
    arguments[1] = table.toString();
    arguments[2] = "--bootstrap";
    arguments[3] = "20";
    arguments[4] = "--out";
    arguments[5] = folder.resolve("fit.json").toString();
    CommandRun.of(arguments).endsInWords();
    Files.delete(table);
    return folder;
  }
}
