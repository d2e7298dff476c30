package kleiber.lm.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a {@code tokenizer.json}. What one of Kleiber's own tokenizers wrote is known by being,
 * value for value, what that tokenizer writes; it is then as fast as before. Every other file is
 * read by Hugging Face's own library.
 */
public final class TokenizerJson {
  static final String END_OF_TEXT = "<|endoftext|>";

  private TokenizerJson() {}

  /** The tokenizer in {@code file}, a tokenizer.json by whatever name. */
  public static Tokenizer read(Path file) {
    TokenizerFiles files = TokenizerFiles.read(file);
    return candidate(files.tokenizer().path("model"))
        .filter(own -> own.files().tokenizer().equals(files.tokenizer()))
        .orElseGet(() -> new ForeignTokenizer(file.toString(), files));
  }

  /** The tokenizer of ours that might have written {@code model}. */
  private static Optional<Tokenizer> candidate(JsonNode model) {
    JsonNode vocabulary = model.path("vocab");
    return switch (model.path("type").asText()) {
      case "WordLevel" -> characters(vocabulary);
      case "BPE" ->
          vocabulary.size() == 256
              ? Optional.of(new ByteTokenizer())
              : vocabulary.size() == Gpt2Tokenizer.VOCABULARY
                  ? Optional.of(new Gpt2Tokenizer())
                  : pairs(model);
      default -> Optional.empty();
    };
  }

  private static Optional<Tokenizer> characters(JsonNode vocabulary) {
    List<Integer> codePoints = new ArrayList<>();
    vocabulary
        .fieldNames()
        .forEachRemaining(name -> codePoints.add(name.isEmpty() ? 0 : name.codePointAt(0)));
    return Optional.of(CharTokenizer.of(codePoints.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The tokenizer that numbers the bytes from 0 on and what {@code model} merges from 256 on. */
  private static Optional<Tokenizer> pairs(JsonNode model) {
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < 256; i++) {
      ids.put(PrintableBytes.of(new byte[] {(byte) i}), i);
    }
    List<int[]> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      String[] parts = merge.asText().split(" ", -1);
      Integer left = ids.get(parts[0]);
      Integer right = parts.length == 2 ? ids.get(parts[1]) : null;
      if (left == null || right == null) {
        return Optional.empty();
      }
      ids.put(parts[0] + parts[1], 256 + merges.size());
      merges.add(new int[] {left, right});
    }
    return Optional.of(BpeTokenizer.of(merges));
  }
}
