package kleiber.record.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads TensorBoard's event files as written here: the scalars as {@code tag@step}. */
public final class EventFile {
  private static final int RECORD_OVERHEAD = 16;

  private EventFile() {}

  /** All scalars of all event files in {@code folder}, in order. */
  public static List<String> scalars(Path folder) throws Exception {
    List<String> scalars = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().contains("tfevents")).sorted().toList()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          int length = (int) bytes.getLong(bytes.position());
          event(bytes.slice(bytes.position() + 12, length), scalars);
          bytes.position(bytes.position() + RECORD_OVERHEAD + length);
        }
      }
    }
    return scalars;
  }

  /** 9 bytes of time, then 10 and the step as a varint, then the summary with the tag. */
  private static void event(ByteBuffer event, List<String> scalars) {
    if (event.get(9) != 0x10) {
      return;
    }
    event.position(10);
    long step = 0;
    for (int shift = 0, next = 0x80; (next & 0x80) != 0; shift += 7) {
      next = event.get();
      step |= (long) (next & 0x7F) << shift;
    }
    event.position(event.position() + 5);
    byte[] tag = new byte[event.get()];
    event.get(tag);
    scalars.add(new String(tag, StandardCharsets.UTF_8) + "@" + step);
  }
}
