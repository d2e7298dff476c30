package kleiber.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardWriterTest {
  @TempDir Path folder;

  @Test
  void recordsCarryTheirChecksumsAndTheScalar() throws Exception {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    try (TensorBoardWriter writer = TensorBoardWriter.create(folder, now, () -> {})) {
      writer.scalar("loss", 300, 1.5, now);
    }
    Path file = folder.resolve("events.out.tfevents.1700000000.kleiber");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(next(bytes), StandardCharsets.UTF_8)).contains("brain.Event:2");
    byte[] event = next(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    // Event: 1 wall time (double), 2 step (varint 300 = AC 02), 5 summary of value {1 tag, 2
    // float}.
    byte[] expected = {
      0x10,
      (byte) 0xAC,
      0x02,
      0x2A,
      13,
      0x0A,
      11,
      0x0A,
      4,
      'l',
      'o',
      's',
      's',
      0x15,
      0,
      0,
      (byte) 0xC0,
      0x3F
    };
    assertThat(event).endsWith(expected).hasSize(9 + expected.length);
  }

  @Test
  void whoHadTheEventsBeforeWritesIntoNothing() throws Exception {
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    TensorBoardWriter before = TensorBoardWriter.create(folder, now, () -> {});
    long length = before.length();
    before.scalar("loss", 1, 1, now);
    try (TensorBoardWriter next =
        TensorBoardWriter.resume(folder, length, () -> {}).orElseThrow()) {
      before.scalar("loss", 2, 1, now);
      before.close();
      assertThat(next.length()).isEqualTo(length);
      next.scalar("loss", 1, 1, now);
      assertThat(Files.size(folder.resolve("events.out.tfevents.1700000000.kleiber")))
          .isEqualTo(next.length())
          .isGreaterThan(length);
    }
  }

  private static byte[] next(ByteBuffer bytes) {
    byte[] length = new byte[8];
    bytes.get(length);
    assertThat(bytes.getInt()).isEqualTo(masked(length));
    byte[] data = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
    bytes.get(data);
    assertThat(bytes.getInt()).isEqualTo(masked(data));
    return data;
  }

  /** TFRecord's mask: the CRC rotated right by 15 bits, plus a constant. */
  private static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
