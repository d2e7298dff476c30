package kleiber.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Cases of a whole command in the long proofs: one costs as much as ten to fifty of a reader. */
  public static final int LONG_OF_COMMANDS = 1_000;

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
    try (WorkingCopy copy = new WorkingCopy(valid)) {
      expectAccepted(copy, reader);
      List<String> failures = new ArrayList<>();
      for (Path found : found()) {
        copy.restore();
        copy.overlay(found);
        limits
            .failure(reader, copy.folder())
            .ifPresent(words -> failures.add(found + ": " + words));
      }
      long seed = Long.getLong("kleiber.fuzz.seed", name.hashCode());
      for (int i = 0; i < cases && failures.size() < 10; i++) {
        tryOne(i, new SplittableRandom(seed + i), copy, reader, failures);
      }
      if (!failures.isEmpty()) {
        throw new AssertionError(String.join("\n\n", failures));
      }
    }
  }

  private void expectAccepted(WorkingCopy copy, Reader reader) {
    try {
      reader.read(copy.folder());
    } catch (Exception e) {
      throw new AssertionError("the valid example of " + name + " is not accepted", e);
    }
  }

  private void tryOne(
      int number, SplittableRandom random, WorkingCopy copy, Reader reader, List<String> failures)
      throws IOException {
    String file = changed.get(random.nextInt(changed.size()));
    copy.restore();
    byte[] hostile = Mutation.of(file).apply(copy.valid(file), random);
    Files.write(copy.folder().resolve(file), hostile);
    limits
        .failure(reader, copy.folder())
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
}
