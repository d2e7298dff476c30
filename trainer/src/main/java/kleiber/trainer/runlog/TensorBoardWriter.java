package kleiber.trainer.runlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * TensorBoard event files: TFRecords (length, masked CRC-32C, data, masked CRC-32C) of {@code
 * Event} messages with one scalar each, encoded by hand since it is three fields.
 */
public final class TensorBoardWriter {
  private final Path file;

  /** A new event file in {@code folder}. */
  public TensorBoardWriter(Path folder, Instant now) {
    file = folder.resolve("events.out.tfevents." + now.getEpochSecond() + ".kleiber");
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    doubleField(event, 1, now.toEpochMilli() / 1e3);
    bytesField(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    append(event.toByteArray());
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
    try {
      Files.write(file, record.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
    }
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
