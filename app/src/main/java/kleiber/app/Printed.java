package kleiber.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import kleiber.core.ExitCode;
import kleiber.core.IoReason;

/** Whether what a command has printed has arrived: Java's streams keep that to themselves. */
final class Printed {
  private Printed() {}

  /**
   * The exit code of a command whose output may be a file on a full disk.
   *
   * @param code that the command ended with
   */
  @SuppressWarnings("resource") // Standard output stays open.
  static int whole(int code) {
    if (!System.out.checkError()) {
      return code;
    }
    String reason = "some of it was lost";
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
    } catch (IOException e) {
      reason = IoReason.of(e);
    }
    if (reason.contains("Broken pipe")) {
      // Whoever read it has seen enough, as head does.
      return code;
    }
    System.err.println("kleiber: cannot write what was to be printed: " + reason);
    return code == ExitCode.OK.code() ? ExitCode.INTERNAL.code() : code;
  }
}
