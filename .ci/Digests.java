import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kleiber.app.Kleiber;
import kleiber.core.FileTree;
import picocli.CommandLine;

/** A line for every configuration and setting; {@code .ci/digests} runs it. */
public final class Digests {
  private static final Path HOME = Path.of(System.getProperty("kleiber.home"));
  private static final Pattern TIMES =
      Pattern.compile(",?\"[a-zA-Z]*(PerSecond|[sS]econds)\":[^,}]*");

  private record Case(String name, List<String> arguments) {}

  private Digests() {}

  /** Trains all cases with each setting, {@code backend:precision:threads}. */
  public static void main(String... settings) throws Exception {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    Path work = Files.createTempDirectory("kleiber-digests");
    try {
      Path words = words(work);
      for (String setting : settings) {
        for (Case one : cases(words, setting.startsWith("cuda:") ? 4 : 20)) {
          out.printf(
              "%-24s %-16s %s%n", one.name(), setting, train(one, setting, work.resolve("run")));
        }
      }
    } finally {
      FileTree.delete(work);
    }
  }

  /** Every file of configs/train, every recipe scaled down, and what none of them has. */
  private static List<Case> cases(Path words, int steps) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path file : files("configs/train")) {
      List<String> text =
          name(file).startsWith("shakespeare") ? List.of("data.corpus.paths=" + words) : List.of();
      cases.add(
          new Case(
              name(file), settings(file, steps, text, "batch.sequences=8", "batch.microBatch=4")));
    }
    Path tiny = HOME.resolve("configs/train/synthetic.yaml");
    cases.add(
        new Case(
            "with dropout",
            settings(
                tiny,
                steps,
                List.of("model.dropout=0.1", "model.attentionDropout=0.1"),
                "batch.sequences=8")));
    cases.add(
        new Case(
            "clipped",
            settings(
                tiny,
                steps,
                List.of("optimizer.clipNorm=0.05", "optimizer.zLoss=1e-4"),
                "batch.sequences=6")));
    for (Path file : files("configs/recipes")) {
      if (!name(file).equals("corrections")) {
        cases.add(
            new Case(
                name(file),
                List.of(
                    file.toString(),
                    "--tiny",
                    "60k",
                    "--tokens",
                    "" + 1024 * steps,
                    "--set",
                    "data.validationFraction=0.002")));
      }
    }
    return cases;
  }

  private static List<String> settings(Path file, int steps, List<String> some, String... others) {
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    Stream<String> all =
        Stream.of(
            "horizon.steps=" + steps, "schedule.warmupSteps=3", "data.validationFraction=0.002");
    Stream.concat(all, Stream.concat(some.stream(), Stream.of(others)))
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  /** A text in place of Shakespeare's, which this repository does not hold. */
  private static Path words(Path folder) throws IOException {
    String[] words = "of and to in that the was his he it".split(" ");
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(words[random.nextInt(words.length)]).append(i % 9 == 8 ? "\n" : " ");
    }
    return Files.writeString(folder.resolve("words.txt"), text);
  }

  private static String train(Case one, String setting, Path run) throws Exception {
    String[] parts = setting.split(":");
    List<String> command = new ArrayList<>(List.of("train"));
    command.addAll(one.arguments());
    for (String key :
        List.of(
            "backend=" + parts[0], "precision=" + parts[1], "threads=" + parts[2], "log.every=1")) {
      command.addAll(List.of("--set", key));
    }
    command.addAll(List.of("--out", run.toString()));
    StringWriter said = new StringWriter();
    CommandLine line =
        Kleiber.commandLine()
            .setOut(new PrintWriter(Writer.nullWriter()))
            .setErr(new PrintWriter(said));
    int code = line.execute(command.toArray(String[]::new));
    String result = code == 0 ? digests(run) : "exit " + code + ": " + said.toString().strip();
    FileTree.delete(run);
    return result;
  }

  private static String digests(Path run) throws Exception {
    MessageDigest weights = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".bin")).sorted().toList()) {
        weights.update(Files.readAllBytes(file));
      }
    }
    MessageDigest metrics = MessageDigest.getInstance("SHA-256");
    for (String metric : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      metrics.update(TIMES.matcher(metric).replaceAll("").getBytes(StandardCharsets.UTF_8));
    }
    return "tensors " + hex(weights) + " metrics " + hex(metrics);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }
}
