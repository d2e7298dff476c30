package kleiber.lm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import kleiber.core.Digests;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Prepared tokens of both splits in one memory-mapped file. Little-endian:
 *
 * <pre>
 *   0  8  magic KLBTOKEN
 *   8  4  version 1            12  4  bytes per token, 2 or 4
 *  16  8  training tokens      24  8  validation tokens
 *  32  8  training bytes       40  8  validation bytes, both of the text in UTF-8
 *  48  4  vocabulary           52  4  0
 *  56  8  entropy rate of the source in nats per token, NaN where unknown
 *  64 32  SHA-256 of the tokens
 *  96     training tokens, then validation tokens
 * </pre>
 */
final class TokenFile {
  static final int HEADER = 96;
  private static final byte[] MAGIC =
      "KLBTOKEN".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int DIGEST_AT = 64;

  /** More than any disk holds, and small enough to be reckoned with. */
  private static final long MOST_TOKENS = 1L << 48;

  private TokenFile() {}

  /**
   * What the header says.
   *
   * @param entropyNats entropy rate of the source, NaN where unknown
   */
  record Header(
      int bytesPerToken,
      long trainTokens,
      long validationTokens,
      long trainBytes,
      long validationBytes,
      int vocabulary,
      double entropyNats) {
    long payloadBytes() {
      return (trainTokens + validationTokens) * bytesPerToken;
    }

    /** Whether a file can have it: only then are its sizes to be reckoned with. */
    private boolean isPossible() {
      boolean counts = trainTokens >= 0 && validationTokens >= 0;
      boolean small = Math.max(trainTokens, validationTokens) <= MOST_TOKENS;
      boolean texts = trainBytes >= 0 && validationBytes >= 0;
      boolean widths = bytesPerToken == 2 ? vocabulary <= 1 << 16 : bytesPerToken == 4;
      return counts && small && texts && widths && vocabulary > 0;
    }

    ByteBuffer encode(byte[] digest) {
      ByteBuffer buffer = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      buffer.put(MAGIC).putInt(VERSION).putInt(bytesPerToken);
      buffer.putLong(trainTokens).putLong(validationTokens);
      buffer.putLong(trainBytes).putLong(validationBytes);
      buffer.putInt(vocabulary).putInt(0).putDouble(entropyNats).put(digest);
      return buffer.flip();
    }
  }

  /**
   * Reads the header.
   *
   * @throws KleiberException when it is none, or not that of a file of this size
   */
  static Header readHeader(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      if (buffer.flip().remaining() < HEADER) {
        throw KleiberException.corrupt(file + " is too short for a token file");
      }
      byte[] magic = new byte[MAGIC.length];
      buffer.get(magic);
      if (!Arrays.equals(magic, MAGIC) || buffer.getInt() != VERSION) {
        throw KleiberException.corrupt(file + " is not a token file of version " + VERSION);
      }
      Header header =
          new Header(
              buffer.getInt(),
              buffer.getLong(),
              buffer.getLong(),
              buffer.getLong(),
              buffer.getLong(),
              buffer.getInt(),
              buffer.position(56).getDouble());
      if (!header.isPossible()) {
        throw KleiberException.corrupt(file + " has the header of no token file: " + header);
      }
      if (channel.size() != HEADER + header.payloadBytes()) {
        throw KleiberException.corrupt(
            file
                + " has "
                + channel.size()
                + " bytes where its header says "
                + (HEADER + header.payloadBytes()));
      }
      return header;
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /** The SHA-256 of all tokens as the header has it, in hexadecimal. */
  static String readDigest(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer digest = ByteBuffer.allocate(32);
      channel.position(DIGEST_AT);
      while (digest.hasRemaining() && channel.read(digest) >= 0) {}
      return java.util.HexFormat.of().formatHex(digest.array());
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /**
   * Compares the tokens with the digest in the header.
   *
   * @throws KleiberException when they are others
   */
  static void verify(Path file) {
    MessageDigest sha = Digests.sha256();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(1 << 16);
      channel.position(HEADER);
      while (channel.read(block) >= 0) {
        sha.update(block.flip());
        block.clear();
      }
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
    if (!Digests.hex(sha).equals(readDigest(file))) {
      throw KleiberException.corrupt(file + " does not match its SHA-256");
    }
  }
}
