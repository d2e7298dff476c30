package kleiber.lm.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import kleiber.core.KleiberException;

/**
 * A tokenizer that others made, of any kind, read by Hugging Face's own library: normalizers,
 * pre-tokenizers, models and added tokens are what they are there. The library is loaded when it is
 * first needed.
 */
final class ForeignTokenizer implements Tokenizer {
  /** What texts end with, where no tokenizer_config.json says it. */
  private static final List<String> USUAL_ENDS =
      List.of("<|endoftext|>", "<|end_of_text|>", "</s>", "<eos>", "<｜end▁of▁sentence｜>");

  private static final int WINDOW = 256;
  private static final int TRIES = 100;

  private final String name;
  private final TokenizerFiles given;
  private final int vocabulary;
  private NativeTokenizer library;
  private Marks marks;

  /** The tokens around a whole text. */
  private record Marks(OptionalInt beginning, OptionalInt end) {}

  /**
   * @param name of the file, for messages
   */
  ForeignTokenizer(String name, TokenizerFiles given) {
    this.name = name;
    this.given = given;
    this.vocabulary = given.vocabulary();
  }

  private synchronized NativeTokenizer library() {
    if (library == null) {
      String json = given.tokenizer().toString();
      TokenizerProbe.shared().require(name, json);
      library = new NativeTokenizer(name, json);
    }
    return library;
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public int[] encode(String text) {
    int[] tokens = library().encode(wellFormed(text), false);
    for (int token : tokens) {
      if (token >= vocabulary) {
        throw KleiberException.corrupt(
            name + " gives token " + token + ", but numbers its tokens up to " + (vocabulary - 1));
      }
    }
    return tokens;
  }

  /** Half a surrogate pair is no character. */
  private static String wellFormed(String text) {
    boolean broken = text.codePoints().anyMatch(ForeignTokenizer::isSurrogate);
    return broken
        ? text.codePoints()
            .map(c -> isSurrogate(c) ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  @Override
  public String decode(int[] tokens) {
    return library().decode(tokens);
  }

  @Override
  public OptionalInt beginningOfText() {
    return marks().beginning;
  }

  @Override
  public OptionalInt endOfText() {
    return marks().end;
  }

  /** What the post-processor puts around a text; the end also by its role or its usual names. */
  private synchronized Marks marks() {
    if (marks == null) {
      int[] plain = library().encode("a", false);
      int[] marked = library().encode("a", true);
      int before = 0;
      while (!Arrays.equals(
          plain,
          Arrays.copyOfRange(marked, before, Math.min(marked.length, before + plain.length)))) {
        if (++before > marked.length) {
          throw notOnePlace();
        }
      }
      int after = marked.length - before - plain.length;
      if (before > 1 || after > 1) {
        throw notOnePlace();
      }
      OptionalInt end = after == 1 ? OptionalInt.of(marked[marked.length - 1]) : usualEnd();
      marks = new Marks(before == 1 ? OptionalInt.of(marked[0]) : OptionalInt.empty(), end);
    }
    return marks;
  }

  private KleiberException notOnePlace() {
    return KleiberException.usage(
        name
            + ": its post_processor changes more than one token at the beginning and one at the end"
            + " of a text, which is not supported; simplify it or take it out");
  }

  private OptionalInt usualEnd() {
    OptionalInt said = given.id(TokenRole.END);
    Map<String, Integer> ids = given.addedIds();
    return said.isPresent()
        ? said
        : USUAL_ENDS.stream().filter(ids::containsKey).mapToInt(ids::get).findFirst();
  }

  /**
   * A space or line break between visible characters, where the tokens around it are the same apart
   * as together. Without a pre-tokenizer any two parts of a text may depend on each other.
   */
  @Override
  public int boundary(String text, int from) {
    int at = from;
    for (int i = 0; i < TRIES && given.tokenizer().path("pre_tokenizer").isObject(); i++) {
      at = PreTokenizer.boundary(text, at);
      if (at == text.length() || isCut(text, at)) {
        return at;
      }
      at++;
    }
    return text.length();
  }

  private boolean isCut(String text, int at) {
    boolean visible = at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
    if (!visible) {
      return false;
    }
    int first = Math.max(0, at - WINDOW);
    int last = Math.min(text.length(), at + WINDOW);
    int[] left = encode(text.substring(first, at));
    int[] right = encode(text.substring(at, last));
    int[] apart = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, apart, left.length, right.length);
    return Arrays.equals(apart, encode(text.substring(first, last)));
  }

  @Override
  public TokenizerFiles files() {
    Map<Integer, String> texts = new HashMap<>();
    given.ids().forEach((text, id) -> texts.put(id, text));
    TokenizerFiles files = given;
    if (beginningOfText().isPresent()) {
      files = files.with(TokenRole.BEGINNING, texts.get(beginningOfText().getAsInt()));
    }
    if (endOfText().isPresent()) {
      files = files.with(TokenRole.END, texts.get(endOfText().getAsInt()));
    }
    return files;
  }
}
