package kleiber.lm.tokenizer;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** GPT-2's byte-level BPE of 50,257 kinds, through jtokkit. */
public final class Gpt2Tokenizer implements Tokenizer {
  private static final int END_OF_TEXT = 50_256;
  static final int VOCABULARY = END_OF_TEXT + 1;

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);

  @Override
  public int vocabulary() {
    return VOCABULARY;
  }

  @Override
  public int[] encode(String text) {
    IntList tokens = new IntList(16 + text.length() / 2);
    EndOfText.split(
        text,
        part -> tokens.addAll(encoding.encodeOrdinary(part).toArray()),
        () -> tokens.add(END_OF_TEXT));
    return tokens.toArray();
  }

  @Override
  public String decode(int[] tokens) {
    IntArrayList list = new IntArrayList(tokens.length);
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      if (token == END_OF_TEXT) {
        text.append(decode(list)).append(TokenizerJson.END_OF_TEXT);
        list.clear();
      } else {
        list.add(token);
      }
    }
    return text.append(decode(list)).toString();
  }

  private String decode(IntArrayList tokens) {
    return new String(encoding.decodeBytes(tokens), StandardCharsets.UTF_8);
  }

  @Override
  public OptionalInt endOfText() {
    return OptionalInt.of(END_OF_TEXT);
  }

  @Override
  public TokenizerFiles files() {
    byte[][] bytes = new byte[END_OF_TEXT][];
    for (int i = 0; i < bytes.length; i++) {
      IntArrayList token = new IntArrayList(1);
      token.add(i);
      bytes[i] = encoding.decodeBytes(token);
    }
    return ByteLevelJson.of(bytes, RankedTokens.merges(bytes), true);
  }
}
