package kleiber.lm.interchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * A {@code .safetensors} file: eight bytes of header length, a JSON header, then the tensors. A
 * file may come from anywhere, so every length, offset and shape is checked before anything is read
 * by it.
 */
public final class Safetensors implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int MAX_HEADER = 1 << 24;

  /** Elements that are read at a time. */
  private static final int BLOCK = 1 << 14;

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, Entry> entries;

  /**
   * One tensor of the file.
   *
   * @param type of its elements, such as F32
   * @param shape its dimensions
   * @param begin first byte after the header
   * @param end byte after the last
   */
  public record Entry(String type, int[] shape, long begin, long end) {
    long size() {
      long size = 1;
      for (int dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    }

    int bytesPerElement() {
      return switch (type) {
        case "F64", "I64", "U64" -> 8;
        case "F32", "I32", "U32" -> 4;
        case "F16", "BF16", "I16", "U16" -> 2;
        case "F8_E4M3", "F8_E5M2", "I8", "U8", "BOOL" -> 1;
        default -> throw new IllegalArgumentException("has the unknown type " + Shown.value(type));
      };
    }
  }

  private Safetensors(Path file, FileChannel channel, long dataStart, Map<String, Entry> entries) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
    this.entries = entries;
  }

  /** Opens a file and checks its header against its size. */
  public static Safetensors open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return open(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  private static Safetensors open(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, length, 0);
    long headerLength = length.flip().remaining() < 8 ? -1 : length.getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, size - 8)) {
      throw KleiberException.corrupt(
          file
              + " is not a safetensors file: its header would be "
              + headerLength
              + " bytes of "
              + size);
    }
    ByteBuffer header = ByteBuffer.allocate((int) headerLength);
    readFully(channel, header, 8);
    long dataStart = 8 + headerLength;
    Map<String, Entry> entries = SafetensorsHeader.read(file, header.array(), size - dataStart);
    return new Safetensors(file, channel, dataStart, entries);
  }

  private KleiberException corrupt(String name, String what) {
    return KleiberException.corrupt(file + ": tensor " + Shown.value(name) + " " + what);
  }

  /** Where it lies. */
  Path file() {
    return file;
  }

  /** The tensors by name. */
  public Map<String, Entry> entries() {
    return entries;
  }

  /** The values of one tensor, as floats. */
  public float[] read(String name) {
    Entry entry = entries.get(name);
    StoredFloat type =
        StoredFloat.of(entry.type())
            .orElseThrow(
                () -> corrupt(name, "has type " + entry.type() + ", not " + StoredFloat.names()));
    if (entry.size() > Integer.MAX_VALUE) {
      throw corrupt(name, "has more elements than an array holds: " + entry.size());
    }
    float[] values = new float[(int) entry.size()];
    int width = entry.bytesPerElement();
    ByteBuffer block = ByteBuffer.allocate(BLOCK * width).order(ByteOrder.LITTLE_ENDIAN);
    int count;
    for (int from = 0; from < values.length; from += count) {
      count = Math.min(BLOCK, values.length - from);
      fill(block.clear().limit(count * width), name, entry.begin() + (long) from * width);
      type.decode(block, values, from, count);
    }
    return values;
  }

  private void fill(ByteBuffer block, String name, long begin) {
    try {
      readFully(channel, block, dataStart + begin);
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + Shown.value(name) + " of " + file, e);
    }
    if (block.hasRemaining()) {
      throw corrupt(name, "has become shorter while it was read");
    }
    block.flip();
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long at)
      throws IOException {
    long position = at;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position);
      if (read < 0) {
        return;
      }
      position += read;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw KleiberException.failure("cannot close " + file, e);
    }
  }

  /**
   * A tensor to write.
   *
   * @param shape its dimensions
   * @param values row-major
   */
  public record Values(int[] shape, float[] values) {}

  /** Writes F32 tensors in the order of {@code tensors}. */
  static void write(Path file, Map<String, Values> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, Values> tensor : tensors.entrySet()) {
      ObjectNode node = header.putObject(tensor.getKey()).put("dtype", "F32");
      for (int dimension : tensor.getValue().shape()) {
        node.withArray("shape").add(dimension);
      }
      long end = offset + 4L * tensor.getValue().values().length;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).array());
      out.write(json);
      out.write(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII));
      for (Values tensor : tensors.values()) {
        ByteBuffer bytes =
            ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values());
        out.write(bytes.array());
      }
    }
  }
}
