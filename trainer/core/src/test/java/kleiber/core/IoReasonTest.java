package kleiber.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {
  @TempDir Path folder;

  @Test
  void saysWhatWasWrongAndNotOnlyWithWhichFile() {
    assertThat(reading(folder.resolve("none.csv"))).isEqualTo("no such file or folder");
    assertThat(reading(folder)).isEqualTo("Is a directory");
    IOException full = new FileSystemException("a", null, "No space left on device");
    assertThat(IoReason.of(full)).isEqualTo("No space left on device; free some and try again");
    assertThat(IoReason.of(new IOException("half a line"))).isEqualTo("half a line");
    assertThat(IoReason.of(new IOException())).contains("IOException");
  }

  private static String reading(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return IoReason.of(e);
    }
  }
}
