package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX in the jar is what nvcc makes of the sources, and every card from Turing on takes it. */
class PtxTest {
  private static final Path RESOURCES = Path.of("src/main/resources/kleiber/cuda");

  /** All PTX together, compressed as it is in the jar. */
  private static final long MOST_BYTES = 2 << 20;

  private static final Pattern SPILL = Pattern.compile("(\\d+) bytes spill (stores|loads)");

  @TempDir Path folder;

  private static List<Path> texts() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES)) {
      return files.filter(file -> file.toString().endsWith(".ptx.gz")).sorted().toList();
    }
  }

  private static String unpacked(Path text) throws IOException {
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(text))) {
      return new String(packed.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void require(String tool) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    Assumptions.assumeTrue(there, tool + " is not here");
  }

  @Test
  void itIsSmallAndInTheVersionsThatOldDriversTake() throws Exception {
    long bytes = 0;
    for (Path text : texts()) {
      bytes += Files.size(text);
      boolean bf16 = text.toString().endsWith(".80.ptx.gz");
      assertThat(unpacked(text))
          .contains(bf16 ? ".version 7.0" : ".version 6.5")
          .contains(bf16 ? ".target sm_80" : ".target sm_75");
    }
    assertThat(bytes).isPositive().isLessThan(MOST_BYTES);
  }

  @Tag("long")
  @Test
  void itIsWhatNvccMakesOfTheSources() throws Exception {
    require("nvcc");
    Assumptions.assumeTrue(run("nvcc", "--version").contains("release 13.0"), "another nvcc");
    run("make", "-s", "ptx", "PTX=" + folder);
    for (Path text : texts()) {
      String made = unpacked(folder.resolve(text.getFileName()));
      assertThat(made.equals(unpacked(text))).as("make ptx, and commit %s", text).isTrue();
    }
    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made.map(Path::getFileName))
          .containsExactlyInAnyOrderElementsOf(texts().stream().map(Path::getFileName).toList());
    }
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {75, 80, 86, 89, 90, 100, 103, 120, 121})
  void everyCardTakesItAndKeepsItInRegisters(int capability) throws Exception {
    require("ptxas");
    for (Path text : texts()) {
      if (newest(text, capability)) {
        Path plain = Files.writeString(folder.resolve("text.ptx"), unpacked(text));
        String said =
            run("ptxas", "-v", "-arch=sm_" + capability, plain.toString(), "-o", "/dev/null");
        assertThat(SPILL.matcher(said).results())
            .as(text.toString())
            .isNotEmpty()
            .allMatch(spill -> Integer.parseInt(spill.group(1)) <= mostSpilled(text, capability));
      }
    }
  }

  /**
   * Bytes. The 128x128 tiles in bf16 use all 255 registers of a thread for two blocks a
   * multiprocessor. ptxas keeps up to 13 addresses of theirs elsewhere on some cards, which it
   * reads once a step of 64; one block, or smaller tiles, would cost more.
   */
  private static int mostSpilled(Path text, int capability) {
    boolean some = Set.of(80, 120, 121).contains(capability);
    return some && text.getFileName().toString().startsWith("linear_bf16") ? 52 : 0;
  }

  /** Whether a card gets this text of a file's texts. */
  private static boolean newest(Path text, int capability) throws IOException {
    String name = text.getFileName().toString();
    boolean newer = name.endsWith(".80.ptx.gz");
    return capability < 80
        ? !newer
        : newer || !texts().contains(text.resolveSibling(name.replace(".75.", ".80.")));
  }
}
