package kleiber.trainer.interchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * A {@code .safetensors} file: eight bytes of header length, a JSON header, then the tensors. A
 * file may come from anywhere, so every length, offset and shape is checked before anything is read
 * by it.
 */
public final class Safetensors implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** Types that weights may have. */
  private static final List<String> FLOATS = List.of("F64", "F32", "F16", "BF16");

  private static final int MAX_HEADER = 100_000_000;

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

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

    private int bytesPerElement() {
      return switch (type) {
        case "F64", "I64", "U64" -> 8;
        case "F32", "I32", "U32" -> 4;
        case "F16", "BF16", "I16", "U16" -> 2;
        case "F8_E4M3", "F8_E5M2", "I8", "U8", "BOOL" -> 1;
        default -> throw new IllegalArgumentException("has the unknown type " + type);
      };
    }
  }

  private Safetensors(Path file, FileChannel channel, long dataStart) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
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
    JsonNode root;
    try {
      root = JSON.readTree(new String(header.array(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(
          file + ": the header is not JSON: " + e.getOriginalMessage(), e);
    }
    Safetensors tensors = new Safetensors(file, channel, 8 + headerLength);
    Iterator<Map.Entry<String, JsonNode>> fields = root.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getKey().equals("__metadata__")) {
        tensors.entries.put(field.getKey(), tensors.entry(field.getKey(), field.getValue()));
      }
    }
    tensors.rejectOverlaps(size);
    return tensors;
  }

  private Entry entry(String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode shape = node.path("shape");
    if (!offsets.isArray() || offsets.size() != 2 || !shape.isArray()) {
      throw corrupt(name, "has no shape or data_offsets");
    }
    int[] dimensions = new int[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = (int) count(name, shape.get(i), Integer.MAX_VALUE);
    }
    Entry entry =
        new Entry(
            node.path("dtype").asText(),
            dimensions,
            count(name, offsets.get(0), Long.MAX_VALUE),
            count(name, offsets.get(1), Long.MAX_VALUE));
    try {
      long bytes = Math.multiplyExact(entry.size(), (long) entry.bytesPerElement());
      if (entry.end() - entry.begin() != bytes) {
        throw corrupt(
            name, "needs " + bytes + " bytes but lies at " + entry.begin() + " to " + entry.end());
      }
    } catch (ArithmeticException e) {
      throw corrupt(name, "has more elements than can be counted");
    } catch (IllegalArgumentException e) {
      throw corrupt(name, e.getMessage());
    }
    return entry;
  }

  /** A dimension or an offset. */
  private long count(String name, JsonNode node, long most) {
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < 0 || node.longValue() > most) {
      throw corrupt(name, "has the impossible size or offset " + node);
    }
    return node.longValue();
  }

  private void rejectOverlaps(long fileSize) {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(Comparator.comparingLong(e -> e.getValue().begin()));
    long end = 0;
    for (Map.Entry<String, Entry> entry : ordered) {
      if (entry.getValue().begin() < end) {
        throw corrupt(entry.getKey(), "overlaps another tensor");
      }
      end = entry.getValue().end();
      if (end > fileSize - dataStart) {
        throw corrupt(entry.getKey(), "ends after the end of the file");
      }
    }
  }

  private KleiberException corrupt(String name, String what) {
    return KleiberException.corrupt(file + ": tensor " + name + " " + what);
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
    if (!FLOATS.contains(entry.type())) {
      throw corrupt(name, "has type " + entry.type() + ", not " + String.join(", ", FLOATS));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(entry.end() - entry.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    try {
      readFully(channel, bytes, dataStart + entry.begin());
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + name + " of " + file, e);
    }
    bytes.flip();
    float[] values = new float[Math.toIntExact(entry.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.type()) {
            case "F64" -> (float) bytes.getDouble();
            case "F32" -> bytes.getFloat();
            case "BF16" -> Float.intBitsToFloat(bytes.getShort() << 16);
            default -> half(bytes.getShort());
          };
    }
    return values;
  }

  /** IEEE 754 binary16. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    return (float) (bits < 0 ? -magnitude : magnitude);
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
