package kleiber.lm.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;

/**
 * A tokenizer as Hugging Face keeps it: {@code tokenizer.json}, which says how text becomes tokens,
 * and {@code tokenizer_config.json} beside it, which says what the special tokens are for.
 *
 * @param tokenizer the content of tokenizer.json
 * @param roles the text of each special token that has a role
 */
public record TokenizerFiles(ObjectNode tokenizer, Map<TokenRole, String> roles) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKENIZER = "tokenizer.json";
  private static final int MOST_CONFIG_BYTES = 1 << 24;
  private static final String CONFIG = "tokenizer_config.json";

  /** The list of special tokens, which transformers wants even where it is empty. */
  static final String ADDED = "added_tokens";

  /** Keeps a copy of the roles. */
  public TokenizerFiles {
    roles = Map.copyOf(roles);
  }

  /** Where a folder has its {@code tokenizer.json}. */
  public static Path in(Path folder) {
    return folder.resolve(TOKENIZER);
  }

  /** The file of roles that belongs to a {@code tokenizer.json}; it need not exist. */
  public static Path configOf(Path tokenizer) {
    return tokenizer.resolveSibling(CONFIG);
  }

  /** Reads {@code file}, a tokenizer.json by whatever name, and the roles beside it. */
  static TokenizerFiles read(Path file) {
    TokenizerFiles read = new TokenizerFiles(TokenizerContent.read(file), Map.of());
    Path config = configOf(file);
    return Files.exists(config) ? read.withRolesOf(config) : read;
  }

  private TokenizerFiles withRolesOf(Path file) {
    JsonNode config = ForeignJson.object(file, MOST_CONFIG_BYTES);
    Map<String, Integer> ids = ids();
    ObjectNode complete = tokenizer.deepCopy();
    Map<TokenRole, String> found = new EnumMap<>(TokenRole.class);
    for (TokenRole role : TokenRole.values()) {
      JsonNode node = config.path(role.textKey());
      String text = node.isObject() ? node.path("content").asText() : node.asText();
      if (node.isMissingNode() || node.isNull()) {
        continue;
      }
      if (!ids.containsKey(text)) {
        throw KleiberException.corrupt(
            String.format(
                Locale.ROOT,
                "%s: %s is \"%s\", which the tokenizer beside it does not have; name one of its"
                    + " tokens or take the key out",
                file,
                role.textKey(),
                Shown.value(text)));
      }
      found.put(role, text);
      if (!addedIds().containsKey(text)) {
        // What has a role is special: transformers splits texts at it.
        complete.withArray(ADDED).add(special(ids.get(text), text));
      }
    }
    return new TokenizerFiles(complete, found);
  }

  /** All tokens with their numbers. */
  Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // Unigram: pairs of a token and its score, numbered by their places.
      for (int i = 0; i < vocabulary.size(); i++) {
        ids.put(vocabulary.get(i).path(0).asText(), i);
      }
    }
    vocabulary
        .fields()
        .forEachRemaining(token -> ids.put(token.getKey(), token.getValue().asInt()));
    ids.putAll(addedIds());
    return ids;
  }

  /** The tokens that texts are split at, with their numbers. */
  Map<String, Integer> addedIds() {
    Map<String, Integer> ids = new HashMap<>();
    tokenizer
        .path(ADDED)
        .forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
    return ids;
  }

  /** Token kinds: one more than the largest number. */
  public int vocabulary() {
    return 1 + ids().values().stream().mapToInt(Integer::intValue).max().orElse(-1);
  }

  /** The number of the token that has a role, empty where none has. */
  public OptionalInt id(TokenRole role) {
    String text = roles.get(role);
    return text == null ? OptionalInt.empty() : OptionalInt.of(ids().get(text));
  }

  /** The same tokenizer, a special token having a role. */
  public TokenizerFiles with(TokenRole role, String text) {
    Map<TokenRole, String> more = new EnumMap<>(TokenRole.class);
    more.putAll(roles);
    more.put(role, text);
    return new TokenizerFiles(tokenizer, more);
  }

  /** The same tokenizer with a post-processor, which puts special tokens around texts. */
  public TokenizerFiles with(Template template) {
    ObjectNode copy = tokenizer.deepCopy();
    copy.set("post_processor", template.toJson(ids()));
    return new TokenizerFiles(copy, roles);
  }

  /** {@code text}, with lines below behind it until the tokenizer has no such token. */
  public String unused(String text) {
    return ids().containsKey(text) ? unused(text + "_") : text;
  }

  /**
   * The tokenizer with special tokens after its own, numbered in their order.
   *
   * @param added texts that are {@link #unused}
   */
  public TokenizerFiles plus(List<String> added) {
    int next = vocabulary();
    if (next != ids().values().stream().distinct().count()) {
      throw KleiberException.usage(
          "the tokenizer's numbers have gaps, and Hugging Face would give the objective's tokens"
              + " other numbers than training did; number its tokens without gaps");
    }
    ObjectNode copy = tokenizer.deepCopy();
    ArrayNode list = copy.withArray(ADDED);
    for (String text : added) {
      list.add(special(next++, text));
    }
    return new TokenizerFiles(copy, roles);
  }

  /** A token that text is split at, as {@code added_tokens} lists it. */
  static ObjectNode special(int id, String text) {
    ObjectNode node = JSON.createObjectNode().put("id", id).put("content", text);
    node.put("single_word", false).put("lstrip", false).put("rstrip", false);
    return node.put("normalized", false).put("special", true);
  }

  /** The contents of the files by their names. */
  public Map<String, byte[]> contents() {
    return contents(JSON.createObjectNode());
  }

  /**
   * The contents of the files by their names.
   *
   * @param longest tokens of the longest text that a model takes
   */
  public Map<String, byte[]> contents(int longest) {
    return contents(JSON.createObjectNode().put("model_max_length", longest));
  }

  private Map<String, byte[]> contents(ObjectNode config) {
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("clean_up_tokenization_spaces", false);
    for (TokenRole role : TokenRole.values()) {
      if (roles.containsKey(role)) {
        config.put(role.textKey(), roles.get(role));
      }
    }
    return Map.of(TOKENIZER, json(), CONFIG, bytes(config));
  }

  /** The content of {@code tokenizer.json}. */
  byte[] json() {
    ObjectNode complete = tokenizer.deepCopy();
    complete.withArray(ADDED);
    return bytes(complete);
  }

  /** Writes both files into {@code folder}. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : contents().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
