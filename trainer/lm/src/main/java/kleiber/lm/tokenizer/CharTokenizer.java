package kleiber.lm.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import kleiber.core.KleiberException;

/** One token a Unicode code point of a fixed alphabet, in code-point order. */
public final class CharTokenizer implements Tokenizer {
  private static final String ANY_CHARACTER = "[\\s\\S]";

  /** Hugging Face wants a name for unknown characters; without such a token it refuses them. */
  private static final String NO_TOKEN = "<unk>";

  private final int[] alphabet;

  private CharTokenizer(int[] alphabet) {
    this.alphabet = alphabet;
  }

  /** The tokenizer over {@code codePoints}, duplicates dropped. */
  public static CharTokenizer of(int[] codePoints) {
    return new CharTokenizer(Arrays.stream(codePoints).sorted().distinct().toArray());
  }

  @Override
  public int vocabulary() {
    return alphabet.length;
  }

  @Override
  public int[] encode(String text) {
    return text.codePoints()
        .map(
            codePoint -> {
              int token = Arrays.binarySearch(alphabet, codePoint);
              if (token < 0) {
                throw KleiberException.usage(
                    "the character '"
                        + Character.toString(codePoint)
                        + "' does not occur in the corpus this tokenizer was made from; leave it"
                        + " out or use the bytes tokenizer");
              }
              return token;
            })
        .toArray();
  }

  @Override
  public String decode(int[] tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.appendCodePoint(alphabet[token]);
    }
    return text.toString();
  }

  @Override
  public OptionalInt endOfText() {
    return OptionalInt.empty();
  }

  @Override
  public TokenizerFiles files() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("version", "1.0").putArray(TokenizerFiles.ADDED);
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("Regex", ANY_CHARACTER);
    split.put("behavior", "Isolated").put("invert", false);
    root.putObject("decoder").put("type", "Fuse");
    ObjectNode model = root.putObject("model").put("type", "WordLevel");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0; i < alphabet.length; i++) {
      vocabulary.put(Character.toString(alphabet[i]), i);
    }
    model.put("unk_token", NO_TOKEN);
    return new TokenizerFiles(root, Map.of());
  }
}
