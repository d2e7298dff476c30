package kleiber.lm.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Byte-level BPE as Hugging Face writes it, with GPT-2's split of text into words. */
final class ByteLevelJson {
  private ByteLevelJson() {}

  /**
   * A tokenizer's files.
   *
   * @param tokens bytes of each token by its number
   * @param merges pairs of tokens, the first to be tried first
   * @param endOfText whether a token after these ends a text
   */
  static TokenizerFiles of(byte[][] tokens, List<int[]> merges, boolean endOfText) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("version", "1.0");
    ArrayNode added = root.putArray(TokenizerFiles.ADDED);
    if (endOfText) {
      added.add(TokenizerFiles.special(tokens.length, TokenizerJson.END_OF_TEXT));
    }
    byteLevel(root.putObject("pre_tokenizer"));
    byteLevel(root.putObject("decoder"));
    ObjectNode model = root.putObject("model").put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    String[] texts = new String[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      texts[i] = PrintableBytes.of(tokens[i]);
      vocabulary.put(texts[i], i);
    }
    if (endOfText) {
      vocabulary.put(TokenizerJson.END_OF_TEXT, tokens.length);
    }
    ArrayNode list = model.putArray("merges");
    merges.forEach(pair -> list.add(texts[pair[0]] + " " + texts[pair[1]]));
    return new TokenizerFiles(
        root, endOfText ? Map.of(TokenRole.END, TokenizerJson.END_OF_TEXT) : Map.of());
  }

  private static void byteLevel(ObjectNode part) {
    part.put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
    part.put("use_regex", true);
  }
}
