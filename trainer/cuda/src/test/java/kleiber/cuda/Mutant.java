package kleiber.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernels with one barrier removed or one wait shortened.
 *
 * @param file in {@code src/main/cuda}
 * @param line counted from 1
 * @param text of the line, as it should be
 */
record Mutant(String file, int line, String text) {
  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Pattern BARRIER = Pattern.compile("__sync(threads|warp)\\(\\);");
  private static final Pattern WAIT = Pattern.compile("copy_wait<(.*)>\\(\\)");
  private static final long MOST_SECONDS = 600;

  /** How a trial of kernels has ended, and what it said. */
  record Verdict(int exit, String said) {
    /** Whether a claim does not hold, or the stand-in or a crash ended the trial; 1 is its own. */
    boolean wrong() {
      return exit != 0 && exit != 1;
    }
  }

  /** One for every barrier and every wait of every kernel. */
  static List<Mutant> all() {
    List<Mutant> all = new ArrayList<>();
    for (Path path : files(SOURCES)) {
      List<String> lines = read(path);
      String file = path.getFileName().toString();
      for (int i = 0; i < lines.size() && !file.startsWith("instructions"); i++) {
        String code = lines.get(i).replaceAll("//.*", "");
        if (BARRIER.matcher(code).find() || WAIT.matcher(code).find()) {
          all.add(new Mutant(file, i + 1, lines.get(i).trim()));
        }
      }
    }
    return all;
  }

  private String mutated(String code) {
    Matcher wait = WAIT.matcher(code);
    return wait.find()
        ? wait.replaceFirst("copy_wait<1 + $1>()")
        : BARRIER.matcher(code).replaceFirst(";");
  }

  /**
   * Builds it in {@code folder}, with all objects that do not depend on it as they are, and tries
   * it.
   */
  Verdict verdict(Path folder) throws IOException, InterruptedException {
    for (String part :
        new String[] {"Makefile", "src/main/cuda", "src/test/cuda", "target/standin"}) {
      copy(Path.of(part), folder.resolve(part));
    }
    Path source = folder.resolve(SOURCES).resolve(file);
    List<String> lines = read(source);
    lines.set(line - 1, mutated(lines.get(line - 1)));
    Files.write(source, lines);
    Path library = Path.of("target/standin/libcuda.so.1");
    Verdict built = run(folder, "make", "-s", library.toString());
    if (built.exit() != 0) {
      throw new IllegalStateException(this + " cannot be built: " + built.said());
    }
    return trial(folder.resolve(library), file);
  }

  /** Tries kernels in a program of their own. */
  static Verdict trial(Path library, String... files) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dkleiber.cuda.driver=" + library.toAbsolutePath());
    command.add("-D" + CublasLt.LIBRARY + "=off");
    command.add(MutantTrial.class.getName());
    command.addAll(List.of(files));
    return run(Path.of("").toAbsolutePath(), command.toArray(String[]::new));
  }

  private static Verdict run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("mutant", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(String.join(" ", command) + " did not end");
    }
    Verdict verdict = new Verdict(process.exitValue(), Files.readString(said));
    Files.delete(said);
    return verdict;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      for (Path file : files(from)) {
        copy(file, to.resolve(file.getFileName()));
      }
    } else {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> read(Path file) {
    try {
      return new ArrayList<>(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file + ":" + line + " " + text;
  }
}
