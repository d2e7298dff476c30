package kleiber.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignFile;
import kleiber.core.foreign.ForeignJson;

/** {@code metrics.jsonl}: one line a metric, written whole and at once. */
public final class MetricsLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes of a log: about five million lines. */
  private static final int LARGEST = 1 << 30;

  private final ContinuedFile file;

  private MetricsLog(ContinuedFile file) {
    this.file = file;
  }

  /**
   * A new log with its header; an old file is replaced.
   *
   * @param fence throws where another process has the run now
   */
  public static MetricsLog create(Path file, String run, Runnable fence) {
    MetricsLog log = open(file, 0, fence);
    log.append(new Metric.Header(Metric.SCHEMA_VERSION, run));
    return log;
  }

  /**
   * Continues a log at the length it had when a checkpoint was written: lines after that belong to
   * steps that will be taken again.
   *
   * @param fence throws where another process has the run now
   * @throws KleiberException where the checkpoint is of another log
   */
  public static MetricsLog open(Path file, long length, Runnable fence) {
    if (length > 0) {
      requireLines(file, length);
    }
    return new MetricsLog(ContinuedFile.open(file, length, fence));
  }

  private static void requireLines(Path file, long length) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Asked of the open file: a machine may remember how long it was a minute ago.
      if (channel.size() < length) {
        throw shorter(file);
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, length - 1);
      if (last.get(0) != '\n') {
        throw KleiberException.corrupt(
            file
                + " has no line that ends where its checkpoint says; delete the newest folder of "
                + file.resolveSibling("checkpoints")
                + " to go on from the one before");
      }
    } catch (NoSuchFileException e) {
      throw shorter(file);
    } catch (IOException e) {
      throw KleiberException.failure("cannot open " + file + ": " + IoReason.of(e), e);
    }
  }

  private static KleiberException shorter(Path file) {
    return KleiberException.corrupt(
        file + " is shorter than its checkpoint says; start again in another folder");
  }

  /** Forces what was written to disk, before a checkpoint refers to it. */
  public void sync() {
    file.sync();
  }

  /** Bytes written so far: what a checkpoint remembers. */
  public long length() {
    return file.length();
  }

  /** Appends one line. */
  public void append(Metric metric) {
    try {
      file.append((JSON.writeValueAsString(metric) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    file.close();
  }

  /** Reads one line; empty for half a line. */
  public static Optional<Metric> parse(String line) {
    try {
      return Optional.of(metric("a line of metrics.jsonl", line));
    } catch (KleiberException e) {
      return Optional.empty();
    }
  }

  private static Metric metric(String place, String line) {
    return ForeignJson.bind(place, ForeignJson.parse(place, line), Metric.class);
  }

  /**
   * Reads a log. A torn last line, the mark of a killed run, is dropped.
   *
   * @throws KleiberException naming the line that is not a metric
   */
  public static List<Metric> read(Path file) {
    List<String> lines = ForeignFile.text(file, LARGEST).lines().toList();
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        metrics.add(metric(file + ":" + (i + 1), lines.get(i)));
      } catch (KleiberException e) {
        if (i < lines.size() - 1) {
          throw e;
        }
      }
    }
    if (!metrics.isEmpty()
        && metrics.get(0) instanceof Metric.Header header
        && header.schemaVersion() != Metric.SCHEMA_VERSION) {
      throw KleiberException.corrupt(
          file
              + " has schema version "
              + header.schemaVersion()
              + ", this program reads "
              + Metric.SCHEMA_VERSION);
    }
    return metrics;
  }
}
