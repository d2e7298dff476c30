package kleiber.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * TensorBoard event files: TFRecords (length, masked CRC-32C, data, masked CRC-32C) of {@code
 * Event} messages with one scalar each, encoded by hand since it is three fields.
 */
public final class TensorBoardWriter implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";
  private static final String SUFFIX = ".kleiber";

  private final ContinuedFile file;

  private TensorBoardWriter(ContinuedFile file) {
    this.file = file;
  }

  /**
   * A new event file in {@code folder}.
   *
   * @param fence throws where another process has the run now
   */
  public static TensorBoardWriter create(Path folder, Instant now, Runnable fence) {
    Path file = folder.resolve(PREFIX + now.getEpochSecond() + SUFFIX);
    TensorBoardWriter writer = new TensorBoardWriter(ContinuedFile.open(file, 0, fence));
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    doubleField(event, 1, now.toEpochMilli() / 1e3);
    bytesField(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    writer.append(event.toByteArray());
    return writer;
  }

  /**
   * Continues the only event file of {@code folder} at the length it had when a checkpoint was
   * written: what comes after belongs to steps that will be taken again.
   *
   * @param fence throws where another process has the run now
   * @return empty where there is no such file
   */
  public static Optional<TensorBoardWriter> resume(Path folder, long length, Runnable fence) {
    List<Path> files = all(folder);
    return files.size() != 1 || length <= 0 || files.get(0).toFile().length() < length
        ? Optional.empty()
        : Optional.of(new TensorBoardWriter(ContinuedFile.open(files.get(0), length, fence)));
  }

  /** Deletes all event files of {@code folder}. */
  public static void deleteAll(Path folder) {
    for (Path file : all(folder)) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw KleiberException.failure("cannot delete " + file + ": " + IoReason.of(e), e);
      }
    }
  }

  private static List<Path> all(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .toList();
    } catch (IOException e) {
      throw KleiberException.failure("cannot list " + folder + ": " + IoReason.of(e), e);
    }
  }

  /** Bytes written so far: what a checkpoint remembers. */
  public long length() {
    return file.length();
  }

  @Override
  public void close() {
    file.close();
  }

  /** Appends one scalar. */
  public void scalar(String tag, long step, double value, Instant now) {
    ByteArrayOutputStream scalar = new ByteArrayOutputStream();
    bytesField(scalar, 1, tag.getBytes(StandardCharsets.UTF_8));
    tag(scalar, 2, 5);
    little(scalar, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat((float) value));
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    bytesField(summary, 1, scalar.toByteArray());
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    doubleField(event, 1, now.toEpochMilli() / 1e3);
    tag(event, 2, 0);
    varint(event, step);
    bytesField(event, 5, summary.toByteArray());
    append(event.toByteArray());
  }

  private void append(byte[] event) {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(event.length);
    ByteBuffer record =
        ByteBuffer.allocate(16 + event.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(length.array())
            .putInt(maskedCrc(length.array()))
            .put(event)
            .putInt(maskedCrc(event));
    file.append(record.array());
  }

  private static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xA282EAD8;
  }

  private static void tag(ByteArrayOutputStream out, int field, int wireType) {
    varint(out, (long) field << 3 | wireType);
  }

  private static void doubleField(ByteArrayOutputStream out, int field, double value) {
    tag(out, field, 1);
    little(out, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value));
  }

  private static void bytesField(ByteArrayOutputStream out, int field, byte[] bytes) {
    tag(out, field, 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void little(ByteArrayOutputStream out, ByteBuffer bytes) {
    out.writeBytes(bytes.array());
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7F | 0x80));
    }
    out.write((int) rest);
  }
}
