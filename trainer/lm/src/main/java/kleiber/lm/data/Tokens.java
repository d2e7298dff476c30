package kleiber.lm.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/** One split of a token file, memory-mapped. */
public final class Tokens {
  private static final long MAP = 1L << 30;

  private final Path file;
  private final MappedByteBuffer[] maps;
  private final int bytesPerToken;
  private final int vocabulary;
  private final long size;
  private final long textBytes;

  private Tokens(Path file, TokenFile.Header header, long from, long size, long textBytes) {
    this.file = file;
    this.bytesPerToken = header.bytesPerToken();
    this.vocabulary = header.vocabulary();
    this.size = size;
    this.textBytes = textBytes;
    this.maps = map(file, TokenFile.HEADER + from * bytesPerToken, size * bytesPerToken);
  }

  static Tokens ofTraining(Path file, TokenFile.Header header) {
    return new Tokens(file, header, 0, header.trainTokens(), header.trainBytes());
  }

  static Tokens ofValidation(Path file, TokenFile.Header header) {
    long from = header.trainTokens();
    return new Tokens(file, header, from, header.validationTokens(), header.validationBytes());
  }

  private static MappedByteBuffer[] map(Path file, long from, long bytes) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MappedByteBuffer[] maps = new MappedByteBuffer[Math.toIntExact((bytes + MAP - 1) / MAP)];
      for (int i = 0; i < maps.length; i++) {
        long length = Math.min(MAP, bytes - i * MAP);
        maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, from + i * MAP, length);
        maps[i].order(ByteOrder.LITTLE_ENDIAN);
      }
      return maps;
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

  /**
   * The token at {@code index}.
   *
   * @throws KleiberException when it is not below the vocabulary, as in a file that was harmed
   *     since it was opened: what reads tables by tokens trusts them
   */
  public int get(long index) {
    long at = index * bytesPerToken;
    MappedByteBuffer map = maps[(int) (at / MAP)];
    int offset = (int) (at % MAP);
    int token = bytesPerToken == 2 ? map.getShort(offset) & 0xFFFF : map.getInt(offset);
    if (Integer.compareUnsigned(token, vocabulary) >= 0) {
      throw KleiberException.corrupt(
          file
              + " is damaged: token "
              + Integer.toUnsignedString(token)
              + " is not below its vocabulary of "
              + vocabulary
              + "; run again, and it is prepared again");
    }
    return token;
  }

  /** Copies {@code count} tokens from {@code index} on to the beginning of {@code target}. */
  public void read(long index, int[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = get(index + i);
    }
  }
}
