package kleiber.app.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.app.Kleiber;

/** A command as a process of its own, which tests can kill. */
public final class SweepProcess {
  /** Columns that depend on the clock or on who trained what. */
  private static final Set<String> TIMED = Set.of("seconds", "tokensPerSecond", "flopsSpent");

  private SweepProcess() {}

  /** {@code kleiber sweep run}, with more options if need be. */
  public static Process start(Path spec, Path out, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("sweep", "run", spec.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    return start(out, arguments);
  }

  /** Any command, which writes what it says beside {@code out}. */
  public static Process start(Path out, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kleiber.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(
                out.resolveSibling(out.getFileName() + ".log").toFile()))
        .start();
  }

  /** The rows of runs.csv without the columns that may differ. */
  public static List<List<String>> table(Path out) throws IOException {
    List<String> lines = Files.readAllLines(out.resolve("runs.csv"));
    List<String> head = Arrays.asList(lines.get(0).split(",", -1));
    return lines.stream()
        .map(line -> Arrays.asList(line.split(",", -1)))
        .map(
            cells ->
                IntStream.range(0, cells.size())
                    .filter(i -> !TIMED.contains(head.get(i)))
                    .mapToObj(cells::get)
                    .collect(Collectors.toList()))
        .toList();
  }
}
