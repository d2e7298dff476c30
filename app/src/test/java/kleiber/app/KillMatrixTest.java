package kleiber.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.app.testing.CommandProcess;
import kleiber.core.FileTree;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that writes, killed with -9, ended with SIGTERM, on a full disk and on one that
 * cannot be written: an output that was there stays whole, and the same command then ends as if
 * nothing had been. A full disk is a limit on the size of files; it holds for root too.
 */
@Tag("long")
class KillMatrixTest {
  private static final String CONFIG =
      """
      model: {layers: 2, heads: 2, width: 32, context: 32, dropout: 0.1}
      data: {corpus: {kind: wordnet}}
      batch: {sequences: 8}
      horizon: {steps: 600}
      schedule: {warmupSteps: 10}
      eval: {every: 50, batches: 4, finalBatches: 40}
      checkpoint: {every: 20}
      log: {every: 5, tensorboard: false}
      threads: 1
      """;
  private static final String SWEEP =
      """
      name: matrix
      train:
        model: {layers: 1, heads: 2, width: 32, context: 32}
        data: {corpus: {kind: synthetic, vocab: 16, tokens: 50000}}
        batch: {sequences: 8}
        schedule: {warmupSteps: 10}
        eval: {batches: 4}
        checkpoint: {every: 100}
        log: {every: 50, tensorboard: false}
      design:
        kind: grid
        axes:
          optimizer.lr: [5e-4, 1e-3]
          model.width: [16, 32]
          horizon.steps: [400, 800, 1600]
      """;

  @TempDir static Path base;
  private static SeededStream random;
  private static int drawn;

  @BeforeAll
  static void prepare() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills are drawn with seed " + seed);
    random = SeededStream.of(seed, "kills");
    Files.writeString(base.resolve("c.yaml"), CONFIG);
    Files.writeString(base.resolve("s.yaml"), SWEEP);
    run("train {base}/c.yaml --out {base}/run-1");
    run("train {base}/c.yaml --set seed=2 --out {base}/run-2");
    run("sweep run {base}/s.yaml --out {base}/sweep");
    List<String> rows = table();
    Files.write(base.resolve("old.csv"), rows.subList(0, rows.size() - 1));
    Files.write(base.resolve("new.csv"), rows);
  }

  /** Losses that follow Chinchilla's law, but for a little. */
  private static List<String> table() {
    List<String> rows = new ArrayList<>(List.of("totalParams,tokens,finalLossNats"));
    for (int size = 0; size < 5; size++) {
      for (int horizon = 0; horizon < 4; horizon++) {
        double n = 1e6 * Math.pow(3, size);
        double d = 2e7 * Math.pow(3, horizon);
        double loss = 1.7 + 400 / Math.pow(n, 0.34) + 410 / Math.pow(d, 0.28);
        double off = 1 + 0.01 * (random.uniform(drawn++) - 0.5);
        rows.add(String.format(Locale.ROOT, "%.0f,%.0f,%.4f", n, d, loss * off));
      }
    }
    return rows;
  }

  private static List<String> words(String command, Path out) {
    return Arrays.stream(command.split(" "))
        .map(word -> word.replace("{base}", base.toString()).replace("{out}", out.toString()))
        .toList();
  }

  private static CommandProcess start(String command, Path out, int kibibytes) throws IOException {
    return CommandProcess.start(base, kibibytes, words(command, out));
  }

  /** Undisturbed; returns the milliseconds that it took. */
  private static long run(String command) throws Exception {
    long start = System.nanoTime();
    CommandProcess process = start(command, base.resolve("out"), 0);
    assertThat(process.exit()).as("%s: %s", command, process.said()).isZero();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static long below(long limit) {
    return (long) (limit * random.uniform(drawn++));
  }

  /** One disturbance after another; returns what the command then said. */
  private static String disturb(String how, String command, long millis) throws Exception {
    int kibibytes = how.equals("full") ? 1 << (4 + below(6)) : 0;
    CommandProcess process = start(command, base.resolve("out"), kibibytes);
    if (how.equals("kill") && !process.endsWithin(below(millis))) {
      process.kill();
    } else if (how.equals("signal") && !process.endsWithin(below(millis))) {
      assertThat(process.terminate().exit()).as(process.said()).isIn(0, 75, 143);
    }
    process.exit();
    assertThat(process.said()).as(how).doesNotContain("internal error");
    return process.said();
  }

  private static Snapshot out(Map<String, String> names) throws Exception {
    return Snapshot.of(base.resolve("out"), name -> names == null || names.containsKey(name));
  }

  private static void restore(Path older) throws IOException {
    FileTree.delete(base.resolve("out"));
    try (Stream<Path> walk = Files.walk(older)) {
      for (Path path : walk.toList()) {
        Files.copy(path, base.resolve("out").resolve(older.relativize(path)));
      }
    }
  }

  private static void assertNothingIsLeftOver() throws IOException {
    for (String folder : List.of("out", "cache", "tmp")) {
      assertThat(Snapshot.leftOver(base.resolve(folder))).as(folder).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "export {base}/run-1 --to {out}/model, export {base}/run-2 --to {out}/model, true",
    "fit {base}/old.csv --law chinchilla --bootstrap 50 --out {out}/fit.json --draws {out}/d.csv --figures {out},"
        + " fit {base}/new.csv --law chinchilla --bootstrap 50 --out {out}/fit.json --draws {out}/d.csv --figures"
        + " {out}, false",
    "report {base}/old.csv --law chinchilla --bootstrap 50 --out {out}, report {base}/new.csv --law chinchilla --bootstrap 50 --out"
        + " {out}, false",
    "recipes show gpt-3 --plot {out}, recipes show gpt-3 --plot {out}, false"
  })
  void anOlderOutputStaysWholeUntilTheNewIs(String older, String newer, boolean asOne)
      throws Exception {
    FileTree.delete(base.resolve("out"));
    run(older);
    FileTree.delete(base.resolve("older"));
    Files.move(base.resolve("out"), base.resolve("older"));
    Snapshot before = Snapshot.of(base.resolve("older"), name -> true);
    restore(base.resolve("older"));
    long millis = run(newer);
    Snapshot after = out(null);
    for (int round = 0; round < 3; round++) {
      for (String how : List.of("kill", "signal", "full")) {
        restore(base.resolve("older"));
        String said = disturb(how, newer, millis);
        Snapshot now = out(null);
        if (asOne) {
          assertThat(now).as(how + ": " + said).isIn(before, after);
        } else {
          assertThat(now.keySet()).as(said).containsAll(before.keySet());
          now.forEach(
              (name, digest) ->
                  assertThat(digest).as(name + said).isIn(before.get(name), after.get(name)));
        }
        run(newer);
        assertThat(out(null)).as("after " + how).isEqualTo(after);
        assertNothingIsLeftOver();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train {base}/c.yaml --out {out} --resume",
        "sweep run {base}/s.yaml --out {out} --retry-failed",
        "recipes check megatron-gpt-2 llama --tiny 20k --tokens 100k --out {out}"
      })
  void trainingGoesOnAndEndsAsIfNothingHadBeen(String command) throws Exception {
    FileTree.delete(base.resolve("out"));
    long millis = run(command);
    Snapshot whole = Snapshot.of(base.resolve("out"), name -> name.endsWith("weights.bin"));
    assertThat(whole).isNotEmpty();
    FileTree.delete(base.resolve("out"));
    for (int round = 0; round < 3; round++) {
      for (String how : List.of("kill", "signal", "full")) {
        disturb(how, command, millis);
      }
    }
    run(command);
    assertThat(out(whole)).isEqualTo(whole);
    assertNothingIsLeftOver();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eval {base}/run-1 --text {base}/c.yaml",
        "bench data --megabytes 1",
        "sweep collect {base}/sweep",
        "sweep plan {base}/s.yaml --out {base}/sweep"
      })
  void whatIsOnlyForAMomentIsSweptByTheNext(String command) throws Exception {
    long millis = run(command);
    for (int round = 0; round < 5; round++) {
      disturb("kill", command, millis);
    }
    run(command);
    assertNothingIsLeftOver();
    assertThat(Snapshot.leftOver(base.resolve("sweep"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export {base}/run-1 --to {out}",
        "fit {base}/new.csv --law chinchilla --bootstrap 50 --out {out}/fit.json",
        "fit {base}/new.csv --law chinchilla --bootstrap 50 --figures {out}",
        "report {base}/new.csv --law chinchilla --bootstrap 50 --out {out}",
        "train {base}/c.yaml --out {out}",
        "sweep run {base}/s.yaml --out {out}",
        "quickstart --minutes 0.1 --out {out}",
        "recipes check llama --tiny 20k --tokens 100k --out {out}",
        "recipes show gpt-3 --plot {out}"
      })
  void aFolderThatCannotBeWrittenIsSaidInWords(String command) throws Exception {
    Path place = Path.of("/sys/kleiber");
    CommandProcess process = start(command, place, 0);
    assertThat(process.exit()).isIn(1, 2);
    assertThat(process.said())
        .containsPattern("kleiber: (cannot|the runs will write) ")
        .contains(place.toString())
        .doesNotContain("internal error");
  }
}
