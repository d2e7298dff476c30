package kleiber.trainer.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Hostile files for one reader. Each case copies a folder of valid files, changes one of them, and
 * hands the copy to the reader, which accepts it or throws a {@code KleiberException} of a few
 * lines. Anything else fails the test with the seed and the place of the file that did it.
 *
 * @param name of the reader: its found inputs stand in {@code src/test/resources/fuzz/NAME}, a
 *     folder each that holds the changed file under its own name
 * @param valid the folder of valid files; the reader is not given this folder but copies of it
 * @param changed which files are changed, by their path in the folder
 * @param limits what a case may cost
 */
public record Fuzz(String name, Path valid, List<String> changed, Limits limits) {
  /** Characters: about twenty lines. A message longer than this hides what it says. */
  public static final int LONGEST_MESSAGE = 2_000;

  /** Cases of a reader in the ordinary tests. */
  public static final int SHORT = 200;

  /** Cases of a reader in the long proofs. */
  public static final int LONG = 20_000;

  /** What is tried: reads the folder, and throws what the user would see. */
  public interface Reader {
    void read(Path folder) throws Exception;
  }

  /** Changes of these files of a folder. */
  public static Fuzz of(String name, Path valid, String... changed) {
    return new Fuzz(name, valid, List.of(changed), Limits.USUAL);
  }

  /** With other limits, where the valid files themselves cost much. */
  public Fuzz within(Limits limits) {
    return new Fuzz(name, valid, changed, limits);
  }

  /** The valid folder is accepted, then inputs found before, then {@code cases} new ones. */
  public void run(int cases, Reader reader) throws IOException {
    Path work = Files.createTempDirectory("kleiber-fuzz");
    try {
      expectAccepted(work, reader);
      List<String> failures = new ArrayList<>();
      for (Path found : found()) {
        copy(found, copy(valid, work));
        limits.failure(reader, work).ifPresent(words -> failures.add(found + ": " + words));
      }
      long seed = Long.getLong("kleiber.fuzz.seed", name.hashCode());
      for (int i = 0; i < cases && failures.size() < 10; i++) {
        tryOne(i, new SplittableRandom(seed + i), work, reader, failures);
      }
      if (!failures.isEmpty()) {
        throw new AssertionError(String.join("\n\n", failures));
      }
    } finally {
      delete(work);
    }
  }

  private void expectAccepted(Path work, Reader reader) throws IOException {
    copy(valid, work);
    try {
      reader.read(work);
    } catch (Exception e) {
      throw new AssertionError("the valid example of " + name + " is not accepted", e);
    }
  }

  private void tryOne(
      int number, SplittableRandom random, Path work, Reader reader, List<String> failures)
      throws IOException {
    String file = changed.get(random.nextInt(changed.size()));
    Path target = copy(valid, work).resolve(file);
    Files.write(target, Mutation.of(file).apply(Files.readAllBytes(target), random));
    byte[] hostile = Files.readAllBytes(target);
    limits
        .failure(reader, work)
        .ifPresent(
            words ->
                failures.add("case " + number + ", " + kept(number, file, hostile) + ": " + words));
  }

  private Path kept(int number, String file, byte[] hostile) {
    Path kept = Path.of("target/fuzz", name, "case-" + number, file);
    try {
      Files.createDirectories(kept.getParent());
      return Files.write(kept, hostile).toAbsolutePath();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> found() throws IOException {
    Path corpus = Path.of("src/test/resources/fuzz", name);
    if (!Files.isDirectory(corpus)) {
      return List.of();
    }
    try (Stream<Path> cases = Files.list(corpus)) {
      return cases.sorted().toList();
    }
  }

  /** Makes {@code to} hold what {@code from} holds, and nothing else when {@code from} is valid. */
  private Path copy(Path from, Path to) throws IOException {
    if (from.equals(valid)) {
      delete(to);
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
    return to;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
