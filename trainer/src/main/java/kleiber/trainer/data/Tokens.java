package kleiber.trainer.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/** One split of a token file, memory-mapped. */
public final class Tokens {
  private static final long MAP = 1L << 30;

  private final MappedByteBuffer[] maps;
  private final int bytesPerToken;
  private final long size;
  private final long textBytes;

  private Tokens(MappedByteBuffer[] maps, int bytesPerToken, long size, long textBytes) {
    this.maps = maps;
    this.bytesPerToken = bytesPerToken;
    this.size = size;
    this.textBytes = textBytes;
  }

  static Tokens map(Path file, long from, long count, int bytesPerToken, long textBytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = count * bytesPerToken;
      MappedByteBuffer[] maps = new MappedByteBuffer[Math.toIntExact((bytes + MAP - 1) / MAP)];
      for (int i = 0; i < maps.length; i++) {
        long start = TokenFile.HEADER + from * bytesPerToken + i * MAP;
        long length = Math.min(MAP, bytes - i * MAP);
        maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        maps[i].order(ByteOrder.LITTLE_ENDIAN);
      }
      return new Tokens(maps, bytesPerToken, count, textBytes);
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot map " + file + ": " + IoReason.of(e), e);
    }
  }

  /** The number of tokens. */
  public long size() {
    return size;
  }

  /** UTF-8 bytes of the text the tokens came from; 0 where there is no text. */
  public long textBytes() {
    return textBytes;
  }

  /** The token at {@code index}. */
  public int get(long index) {
    long at = index * bytesPerToken;
    MappedByteBuffer map = maps[(int) (at / MAP)];
    int offset = (int) (at % MAP);
    return bytesPerToken == 2 ? map.getShort(offset) & 0xFFFF : map.getInt(offset);
  }

  /** Copies {@code count} tokens from {@code index} on to the beginning of {@code target}. */
  public void read(long index, int[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = get(index + i);
    }
  }
}
