package kleiber.lm.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import kleiber.core.Digests;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;

/**
 * Writes a {@link TokenFile} as its tokens come, in little memory: those of the validation split
 * wait in a file beside it. The caller renames the finished file into place.
 */
final class TokenFileWriter implements AutoCloseable {
  private static final int MAX_TWO_BYTES = 1 << 16;
  private static final int BLOCK = 1 << 16;

  private final Path file;
  private final Path waiting;
  private final int vocabulary;
  private final int bytesPerToken;
  private final FileChannel training;
  private final FileChannel validation;
  private final MessageDigest sha = Digests.sha256();
  private long trainBytes;
  private long validationBytes;

  TokenFileWriter(Path file, int vocabulary) {
    this.file = file;
    this.waiting = file.resolveSibling(file.getFileName() + ".validation");
    this.vocabulary = vocabulary;
    this.bytesPerToken = vocabulary <= MAX_TWO_BYTES ? 2 : 4;
    try {
      training = create(file);
      training.position(TokenFile.HEADER);
      validation = create(waiting);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Bytes that each token takes. */
  int bytesPerToken() {
    return bytesPerToken;
  }

  /** Adds tokens to the training split, and the bytes of text that they stand for. */
  void train(PackedTokens tokens, long textBytes) {
    trainBytes += textBytes;
    append(training, tokens.bytes());
  }

  /** Adds tokens to the validation split, and the bytes of text that they stand for. */
  void validation(PackedTokens tokens, long textBytes) {
    validationBytes += textBytes;
    append(validation, tokens.bytes());
  }

  private void append(FileChannel channel, ByteBuffer bytes) {
    if (channel == training) {
      sha.update(bytes.duplicate());
    }
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Puts the validation split behind the training split and the header before both.
   *
   * @param entropyNats entropy rate of the source, NaN where unknown
   */
  void finish(double entropyNats) {
    try {
      long trainTokens = (training.position() - TokenFile.HEADER) / bytesPerToken;
      long validationTokens = validation.position() / bytesPerToken;
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      validation.position(0);
      for (block.clear(); validation.read(block) >= 0; block.clear()) {
        append(training, block.flip());
      }
      TokenFile.Header header =
          new TokenFile.Header(
              bytesPerToken,
              trainTokens,
              validationTokens,
              trainBytes,
              validationBytes,
              vocabulary,
              entropyNats);
      training.write(header.encode(sha.digest()), 0);
      training.force(true);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private KleiberException failure(IOException e) {
    return KleiberException.failure("cannot write " + file + ": " + IoReason.of(e), e);
  }

  @Override
  public void close() {
    try {
      training.close();
      validation.close();
      Files.deleteIfExists(waiting);
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
