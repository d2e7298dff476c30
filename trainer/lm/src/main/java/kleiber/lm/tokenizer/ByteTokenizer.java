package kleiber.lm.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** One token a byte of UTF-8. */
public record ByteTokenizer() implements Tokenizer {
  @Override
  public int vocabulary() {
    return 256;
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) tokens[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public OptionalInt endOfText() {
    return OptionalInt.empty();
  }

  @Override
  public TokenizerFiles files() {
    byte[][] bytes = new byte[256][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = new byte[] {(byte) i};
    }
    return ByteLevelJson.of(bytes, List.of(), false);
  }
}
