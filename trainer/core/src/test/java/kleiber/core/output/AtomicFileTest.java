package kleiber.core.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writersAtOnceLeaveTheWholeContentOfOneOfThem() throws Exception {
    Path file = folder.resolve("table.csv");
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        byte[] content = new byte[10_000];
        Arrays.fill(content, (byte) i);
        all.add(writers.submit(() -> AtomicFile.replace(file, out -> out.write(content))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      writers.shutdownNow();
    }
    byte[] kept = Files.readAllBytes(file);
    assertThat(kept).hasSize(10_000).containsOnly(kept[0]);
    assertThat(names()).containsExactly("table.csv");
  }

  @Test
  void ofAllWhoMakeANewFileOneDoes() throws Exception {
    Path file = folder.resolve("claims/1.json");
    assertThat(AtomicFile.createNew(file, "first")).isTrue();
    assertThat(AtomicFile.createNew(file, "second")).isFalse();
    assertThat(file).hasContent("first");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailureKeepsWhatWasThere() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.json"), "before");
    assertThatThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(KleiberException.class)
        .hasMessageContainingAll(file.toString(), "disk full");
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("plan.json");
  }

  @Test
  void whoMayNotWriteAnyMoreWhenAllIsWrittenLeavesWhatIsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("status.json"), "before");
    List<String> order = new ArrayList<>();
    assertThatThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> order.add("content"),
                    () -> {
                      order.add("fence");
                      throw new IllegalStateException("lost");
                    }))
        .hasMessage("lost");
    assertThat(order).containsExactly("content", "fence");
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("status.json");
  }

  @Test
  void aFullDiskIsSaidInWordsAndADeviceStaysOne() {
    Path full = Path.of("/dev/full");
    assertThatThrownBy(() -> AtomicFile.replace(full, "text"))
        .isInstanceOf(KleiberException.class)
        .hasMessage("cannot write /dev/full: No space left on device; free some and try again");
    assertThat(Files.isRegularFile(full)).isFalse();
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidInWords() {
    for (String name : List.of("/sys/kleiber/a.json", "/proc/a.json")) {
      assertThatThrownBy(() -> AtomicFile.replace(Path.of(name), "text"))
          .isInstanceOf(KleiberException.class)
          .hasMessageStartingWith("cannot write " + name + ": ");
    }
  }

  @Test
  void aFolderIsNotTakenForAFile() throws Exception {
    assertThatThrownBy(() -> AtomicFile.replace(folder, "text"))
        .isInstanceOf(KleiberException.class)
        .hasMessage("cannot write " + folder + ": it is a folder; name a file in it");
    assertThat(names()).isEmpty();
  }

  @Test
  void aLinkStaysALinkAndAFileKeepsItsPermissions() throws Exception {
    Path file = Files.writeString(folder.resolve("fit.json"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.replace(link, "after");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void foldersAboveAreMade() throws Exception {
    Path file = folder.resolve("a/b/fit.json");
    AtomicFile.replace(file, "text");
    assertThat(file).hasContent("text");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
