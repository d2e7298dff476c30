package kleiber.core.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import kleiber.core.KleiberException;

/**
 * What one case may cost, and what it may throw.
 *
 * @param processor time of the reading thread; its own time, so that a busy machine fails nothing
 * @param allocated bytes allocated by the reading thread above the size of the files it was given
 */
public record Limits(Duration processor, long allocated) {
  /** What a small file may cost. */
  public static final Limits USUAL = new Limits(Duration.ofSeconds(5), 200L << 20);

  private static final Duration HANGS = Duration.ofSeconds(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Why the reader failed on this folder, or empty where it accepted or refused it in words. */
  Optional<String> failure(Fuzz.Reader reader, Path folder) throws IOException {
    long size = size(folder);
    AtomicReference<String> failure = new AtomicReference<>();
    Thread thread =
        new Thread(() -> failure.set(measured(reader, folder, size)), "reads hostile files");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(HANGS.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      StringBuilder stack = new StringBuilder("hangs at");
      for (StackTraceElement place : thread.getStackTrace()) {
        stack.append("\n  ").append(place);
      }
      return Optional.of(stack.toString());
    }
    return Optional.ofNullable(failure.get());
  }

  private String measured(Fuzz.Reader reader, Path folder, long size) {
    long id = Thread.currentThread().getId();
    long allocatedBefore = THREADS.getThreadAllocatedBytes(id);
    long processorBefore = THREADS.getCurrentThreadCpuTime();
    String outcome = outcome(reader, folder);
    long taken = THREADS.getCurrentThreadCpuTime() - processorBefore;
    long used = THREADS.getThreadAllocatedBytes(id) - allocatedBefore;
    if (outcome != null) {
      return outcome;
    }
    if (taken > processor.toNanos()) {
      return "took " + Duration.ofNanos(taken).toMillis() + " ms";
    }
    return used > allocated + size ? "allocated " + (used >> 20) + " MiB" : null;
  }

  private static String outcome(Fuzz.Reader reader, Path folder) {
    try {
      reader.read(folder);
      return null;
    } catch (KleiberException refused) {
      int length = String.valueOf(refused.getMessage()).length();
      boolean legible = length > 10 && length <= Fuzz.LONGEST_MESSAGE;
      return legible ? null : "refused in a message of " + length + " characters";
    } catch (Throwable e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString().substring(0, Math.min(3_000, trace.toString().length()));
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
