package kleiber.lm.tokenizer;

/** GPT-2's printable stand-ins for bytes, in which byte-level tokenizers write their tokens. */
final class PrintableBytes {
  private static final char[] ALPHABET = alphabet();

  private PrintableBytes() {}

  /** The text that stands for {@code bytes}. */
  static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(ALPHABET[b & 0xFF]);
    }
    return text.toString();
  }

  /** Latin-1's visible characters are themselves, others 256 + n. */
  private static char[] alphabet() {
    char[] alphabet = new char[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
      alphabet[b] = (char) (visible ? b : next++);
    }
    return alphabet;
  }
}
