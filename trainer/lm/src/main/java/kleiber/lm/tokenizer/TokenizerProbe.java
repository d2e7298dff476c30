package kleiber.lm.tokenizer;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Has tokenizers tried in another process before this one loads them. Hugging Face's library ends
 * its process at what it does not expect, such as a template that names a token that is not there,
 * and matches some patterns for ever.
 */
final class TokenizerProbe {
  /** Processor time that short texts may take; it does not run while the machine is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Bytes of a tokenizer for which it may take a second longer. */
  private static final int BYTES_A_SECOND = 1 << 22;

  private static final Duration HANGS = Duration.ofMinutes(2);

  private static final long LOOKS_MILLIS = 100;

  /** What Rust writes before it ends a process. */
  private static final Pattern PANIC = Pattern.compile("panicked at [^\\n]*\\n([^\\n]*)");

  private static final TokenizerProbe SHARED = new TokenizerProbe();

  private Process process;
  private DataOutputStream out;
  private DataInputStream in;
  private long lastAskedNanos;

  private TokenizerProbe() {}

  /** The one of this process. */
  static TokenizerProbe shared() {
    return SHARED;
  }

  /**
   * Refuses a tokenizer that the library cannot use.
   *
   * @param name of its file, for messages
   * @param json its content
   */
  synchronized void require(String name, String json) {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    Duration patience = PATIENCE.plusSeconds(content.length / BYTES_A_SECOND);
    String fault;
    try {
      fault = ask(content, patience);
    } catch (TimeoutException e) {
      stop();
      fault = "it takes longer than " + patience.toSeconds() + " s on short texts";
    } catch (IOException e) {
      fault = lastWords();
    }
    if (!fault.isEmpty()) {
      throw KleiberException.corrupt(
          name + " is no tokenizer that Hugging Face's library reads: " + fault);
    }
  }

  private String ask(byte[] json, Duration patience) throws IOException, TimeoutException {
    // It ends by itself when nobody has asked for longer than that.
    boolean fresh = System.nanoTime() - lastAskedNanos < TokenizerTrial.IDLE_NANOS / 2;
    if (process == null || !process.isAlive() || !fresh) {
      stop();
      start();
    }
    lastAskedNanos = System.nanoTime();
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> exchange(json));
    try {
      return patiently(answer, patience);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw KleiberException.failure("interrupted while a tokenizer was tried", e);
    }
  }

  private String patiently(CompletableFuture<String> answer, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    Duration before = processorTime();
    long begun = System.nanoTime();
    while (true) {
      try {
        return answer.get(LOOKS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        boolean hangs = System.nanoTime() - begun > HANGS.toNanos();
        if (hangs || processorTime().minus(before).compareTo(patience) > 0) {
          throw e;
        }
      }
    }
  }

  private Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private String exchange(byte[] json) {
    try {
      out.writeInt(json.length);
      out.write(json);
      out.flush();
      return in.readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-XX:ErrorFile=/dev/null",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                TokenizerTrial.class.getName()));
    builder.environment().put("RUST_BACKTRACE", "0");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot start a process to try a tokenizer in: " + IoReason.of(e), e);
    }
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    in = new DataInputStream(process.getInputStream());
  }

  /** Why the process ended, as far as it said so. */
  private String lastWords() {
    try {
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher panic = PANIC.matcher(said);
      return "it ends its process" + (panic.find() ? ": " + panic.group(1) : "");
    } catch (IOException e) {
      return "it ends its process";
    } finally {
      stop();
    }
  }

  private void stop() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }
}
