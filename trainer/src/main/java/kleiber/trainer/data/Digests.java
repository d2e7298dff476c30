package kleiber.trainer.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which every Java platform has. */
public final class Digests {
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

  /** The digest's result in lower-case hexadecimal. */
  public static String hex(MessageDigest digest) {
    return java.util.HexFormat.of().formatHex(digest.digest());
  }
}
