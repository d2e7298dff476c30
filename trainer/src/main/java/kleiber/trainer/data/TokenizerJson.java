package kleiber.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;

/**
 * Tokenizers as Hugging Face {@code tokenizer.json}. Byte-level BPE follows that format exactly
 * (bytes written in GPT-2's printable alphabet); characters are a {@code WordLevel} model split
 * everywhere; GPT-2's own vocabulary is named, not copied.
 */
public final class TokenizerJson {
  static final String END_OF_TEXT = "<|endoftext|>";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] ALPHABET = alphabet();

  private TokenizerJson() {}

  /** Reads what {@link Tokenizer#toJson} wrote, or any byte-level BPE file of the same shape. */
  public static Tokenizer read(Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read the tokenizer " + file + ": " + IoReason.of(e), e);
    }
    String type = root.path("model").path("type").asText();
    try {
      return switch (type) {
        case "WordLevel" -> readChars(root.path("model").path("vocab"));
        case "BPE" -> readBpe(root.path("model"));
        case "gpt2" -> new Gpt2Tokenizer();
        default ->
            throw new IllegalArgumentException(
                "model type \"" + type + "\" is not BPE or WordLevel");
      };
    } catch (IllegalArgumentException e) {
      throw KleiberException.corrupt(file + ": " + e.getMessage(), e);
    }
  }

  private static Tokenizer readChars(JsonNode vocabulary) {
    List<Integer> codePoints = new ArrayList<>();
    vocabulary.fieldNames().forEachRemaining(name -> codePoints.add(name.codePointAt(0)));
    return CharTokenizer.of(codePoints.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Tokenizer readBpe(JsonNode model) {
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < 256; i++) {
      ids.put(String.valueOf(ALPHABET[i]), i);
    }
    List<int[]> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      boolean pair = merge.isArray() && merge.size() == 2;
      String[] parts =
          pair
              ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
              : merge.asText().split(" ");
      Integer left = parts.length == 2 ? ids.get(parts[0]) : null;
      Integer right = parts.length == 2 ? ids.get(parts[1]) : null;
      if (left == null || right == null) {
        throw new IllegalArgumentException("merge " + merge + " uses tokens not made before it");
      }
      ids.put(parts[0] + parts[1], 256 + merges.size());
      merges.add(new int[] {left, right});
    }
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.size() > 257 && merges.isEmpty()) {
      throw new IllegalArgumentException("a BPE vocabulary of this size needs merges");
    }
    for (Map.Entry<String, Integer> entry : ids.entrySet()) {
      if (vocabulary.path(entry.getKey()).asInt(-1) != entry.getValue()) {
        throw new IllegalArgumentException(
            "only tokenizers that number bytes 0 to 255 and merges from 256 on can be read;"
                + " use the gpt2 tokenizer for GPT-2's own");
      }
    }
    return vocabulary.size() == 256 ? new ByteTokenizer() : BpeTokenizer.of(merges);
  }

  static byte[] bytes() {
    return byteLevel(List.of(), new byte[0][], -1);
  }

  static byte[] bpe(BpeTokenizer tokenizer) {
    byte[][] tokens = new byte[tokenizer.merges().size()][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = tokenizer.bytes(256 + i);
    }
    List<String> merges = new ArrayList<>();
    for (int[] pair : tokenizer.merges()) {
      merges.add(printable(tokenizer.bytes(pair[0])) + " " + printable(tokenizer.bytes(pair[1])));
    }
    return byteLevel(merges, tokens, tokenizer.vocabulary() - 1);
  }

  private static byte[] byteLevel(List<String> merges, byte[][] tokens, int endOfText) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    if (endOfText >= 0) {
      root.putArray("added_tokens")
          .addObject()
          .put("id", endOfText)
          .put("content", END_OF_TEXT)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    byteLevelPart(root.putObject("pre_tokenizer"));
    byteLevelPart(root.putObject("decoder"));
    ObjectNode model = root.putObject("model").put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0; i < 256; i++) {
      vocabulary.put(String.valueOf(ALPHABET[i]), i);
    }
    for (int i = 0; i < tokens.length; i++) {
      vocabulary.put(printable(tokens[i]), 256 + i);
    }
    if (endOfText >= 0) {
      vocabulary.put(END_OF_TEXT, endOfText);
    }
    merges.forEach(model.putArray("merges")::add);
    return write(root);
  }

  private static void byteLevelPart(ObjectNode part) {
    part.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
    part.put("use_regex", true);
  }

  static byte[] chars(CharTokenizer tokenizer) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.putObject("pattern").put("String", "");
    split.put("behavior", "Isolated").put("invert", false);
    root.putObject("decoder").put("type", "Fuse");
    ObjectNode vocabulary = root.putObject("model").put("type", "WordLevel").putObject("vocab");
    int[] alphabet = tokenizer.alphabet();
    for (int i = 0; i < alphabet.length; i++) {
      vocabulary.put(Character.toString(alphabet[i]), i);
    }
    return write(root);
  }

  static byte[] gpt2() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    root.putObject("model").put("type", "gpt2");
    return write(root);
  }

  private static byte[] write(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(ALPHABET[b & 0xFF]);
    }
    return text.toString();
  }

  /** GPT-2's printable stand-ins: Latin-1's visible characters are themselves, others 256 + n. */
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
