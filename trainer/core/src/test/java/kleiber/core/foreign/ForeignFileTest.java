package kleiber.core.foreign;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no file is named, and not waited for. */
class ForeignFileTest {
  @TempDir Path folder;

  @Test
  void aPipeInAFolderIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("status.json");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThatThrownBy(() -> ForeignFile.bytes(pipe, 10))
        .isInstanceOf(KleiberException.class)
        .hasMessage("cannot read " + pipe + ": it is a pipe, not a file");
  }
}
