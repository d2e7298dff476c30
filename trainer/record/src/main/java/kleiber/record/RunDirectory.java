package kleiber.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignFile;
import kleiber.core.foreign.ForeignJson;
import kleiber.core.output.AtomicFile;

/**
 * The folder of one run and the names of its files. Small files are replaced whole, so that a
 * reader never sees half of one.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
  private static final int MOST_LOCK_BYTES = 1 << 12;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The configuration as given. */
  public Path config() {
    return path.resolve("config.yaml");
  }

  /** Every value of the configuration with its origin. */
  public Path resolved() {
    return path.resolve("resolved.json");
  }

  /** Where and with what the run ran. */
  public Path environment() {
    return path.resolve("env.json");
  }

  /** What each attempt ran with, one per line. */
  public Path attempts() {
    return path.resolve("attempts.jsonl");
  }

  /** The metrics, one per line. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** Where the run branched off another, if it did. */
  public Path branch() {
    return path.resolve("branch.json");
  }

  /** How the run stands. */
  public Path status() {
    return path.resolve("status.json");
  }

  /** The folder of checkpoints. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The tokenizer of the run. */
  public Path tokenizer() {
    return path.resolve("tokenizer.json");
  }

  /** Whether a run has been started here. */
  public boolean exists() {
    return Files.exists(resolved());
  }

  /**
   * What {@code resolved.json} says; empty where no run has been started.
   *
   * @throws KleiberException when it cannot be read
   */
  public Optional<JsonNode> readResolved() {
    return readJson(resolved(), JsonNode.class);
  }

  /** What the run was begun on; empty where nobody wrote that down. */
  public Optional<Basis> readBasis() {
    return readResolved()
        .map(root -> root.path("basis"))
        .filter(basis -> !basis.isMissingNode())
        .map(basis -> ForeignJson.bind(resolved() + ": basis", basis, Basis.class));
  }

  /** Creates the folder. */
  public void create() {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw KleiberException.usage(
          "cannot create the run folder " + path + ": " + IoReason.of(e), e);
    }
  }

  /** Replaces a file by {@code value} as JSON. */
  public void writeJson(Path file, Object value) {
    try {
      write(file, (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces a file, whole or not at all. */
  public void write(Path file, byte[] content) {
    AtomicFile.replace(file, out -> out.write(content));
  }

  /** Replaces files of this folder by name, each whole or not at all. */
  public void writeAll(Map<String, byte[]> contents) {
    contents.forEach((name, content) -> write(path.resolve(name), content));
  }

  /** The status, unless the run has not begun. */
  public Optional<Status> readStatus() {
    return readJson(status(), Status.class);
  }

  /**
   * Reads a JSON object of this folder, empty where there is none.
   *
   * @throws KleiberException when it cannot be read, or is not what {@code type} says
   */
  public <T> Optional<T> readJson(Path file, Class<T> type) {
    return Files.exists(file)
        ? Optional.of(
            ForeignJson.bind(file.toString(), ForeignJson.object(file, ForeignJson.SMALL), type))
        : Optional.empty();
  }

  /**
   * Claims the run for this process until the lock is closed or the process ends, however it ends;
   * what a dead process held can be claimed at once. The file says who has it.
   *
   * @return empty when another process has it
   */
  public Optional<Lock> tryLock() {
    try {
      FileChannel channel = lockChannel();
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by another thread of this process: refused below like any other holder.
      }
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(held(channel));
    } catch (IOException e) {
      throw cannotLock(e);
    }
  }

  /** Claims the folder like {@link #tryLock}, waiting for other processes to be done with it. */
  public Lock lock() {
    try {
      FileChannel channel = lockChannel();
      channel.lock();
      return held(channel);
    } catch (IOException e) {
      throw cannotLock(e);
    }
  }

  private FileChannel lockChannel() throws IOException {
    return FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static Lock held(FileChannel channel) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((holder() + "\n").getBytes(StandardCharsets.UTF_8)));
    return new Lock(channel);
  }

  private KleiberException cannotLock(IOException e) {
    return KleiberException.failure("cannot lock " + path + ": " + IoReason.of(e), e);
  }

  /** Who claimed the run last, in words; empty where nobody did. */
  public Optional<String> lastHolder() {
    try {
      return Optional.of(Shown.message(ForeignFile.text(lockFile(), MOST_LOCK_BYTES).strip()));
    } catch (KleiberException e) {
      return Optional.empty();
    }
  }

  private Path lockFile() {
    return path.resolve("lock");
  }

  private static String holder() {
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + host()
        + ", started "
        + ProcessHandle.current()
            .info()
            .startInstant()
            .map(Object::toString)
            .orElse("some time ago");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /** The claim on a folder. */
  public record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw KleiberException.failure("cannot release the run's lock", e);
      }
    }
  }
}
