package kleiber.core.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another process that has a file and a folder in the making until it is killed. */
final class LivingWriter implements AutoCloseable {
  private final Process process;

  private LivingWriter(Process process) {
    this.process = process;
  }

  static LivingWriter in(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    LivingWriter.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getInputStream().read();
    return new LivingWriter(process);
  }

  /** Writes, says so, and waits. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (WorkFolder work = WorkFolder.in(folder, "making-")) {
      java.nio.file.Files.writeString(work.path().resolve("half"), "half");
      AtomicFile.replace(
          folder.resolve("file"),
          out -> {
            System.out.println("writing");
            System.in.read();
          });
    }
  }

  /** With SIGKILL. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
