package kleiber.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which every Java platform has. */
public final class Digests {
  private static final int BLOCK = 1 << 16;

  private Digests() {}

  /** A new SHA-256 digest. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest of a text in hexadecimal. */
  public static String of(byte[] content) {
    MessageDigest sha = sha256();
    sha.update(content);
    return hex(sha);
  }

  /** Adds what a file holds, a block at a time. */
  public static void update(MessageDigest sha, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        sha.update(block, 0, n);
      }
    }
  }

  /** The digest's result in lower-case hexadecimal. */
  public static String hex(MessageDigest digest) {
    return java.util.HexFormat.of().formatHex(digest.digest());
  }
}
