package kleiber.lm.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;

/**
 * A {@code tokenizer.json} whose tokens can be relied on: each is a text with a number that a
 * vocabulary can have. What the rest of the file means is for Hugging Face's library to say.
 */
final class TokenizerContent {
  /** Bytes of a file: the largest vocabularies take about a tenth of it. */
  private static final int MOST_BYTES = 1 << 28;

  private static final int MOST_TOKENS = 1 << 24;

  /** Numbers without a token that any file may have, besides as many as it has tokens. */
  private static final int MOST_GAPS = 1 << 16;

  private final Path file;
  private long tokens;
  private long largest;

  private TokenizerContent(Path file) {
    this.file = file;
  }

  /** Reads a file. */
  static ObjectNode read(Path file) {
    ObjectNode root = ForeignJson.object(file, MOST_BYTES);
    TokenizerContent content = new TokenizerContent(file);
    content.requireVocabulary(root.path("model"));
    if (root.path(TokenizerFiles.ADDED).isNull()) {
      root.remove(TokenizerFiles.ADDED);
    }
    content.requireAdded(root.path(TokenizerFiles.ADDED));
    content.requireFewGaps();
    return root;
  }

  private void requireVocabulary(JsonNode model) {
    if (!model.isObject()) {
      throw corrupt("model must be an object", model);
    }
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> all = vocabulary.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> token = all.next();
        requireNumber("model.vocab: \"" + Shown.value(token.getKey()) + "\"", token.getValue());
      }
    } else if (vocabulary.isArray()) {
      tokens += vocabulary.size();
      for (JsonNode pair : vocabulary) {
        // Unigram: a token and its score.
        if (!pair.path(0).isTextual() || !pair.path(1).isNumber() || pair.size() != 2) {
          throw corrupt("model.vocab must list pairs of a text and a number", pair);
        }
      }
    } else if (!vocabulary.isMissingNode()) {
      throw corrupt("model.vocab must be an object or a list", vocabulary);
    }
  }

  private void requireAdded(JsonNode added) {
    if (!added.isArray() && !added.isMissingNode()) {
      throw corrupt("added_tokens must be a list", added);
    }
    for (JsonNode token : added) {
      if (!token.path("content").isTextual()) {
        throw corrupt("added_tokens must list objects with a content", token);
      }
      requireNumber("added_tokens: id", token.path("id"));
    }
  }

  private void requireNumber(String what, JsonNode node) {
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < 0
        || node.intValue() >= MOST_TOKENS) {
      throw corrupt(what + " must be a whole number from 0 to " + (MOST_TOKENS - 1), node);
    }
    tokens++;
    largest = Math.max(largest, node.intValue());
  }

  /** A model has a row for each number: a small file must not ask for millions of them. */
  private void requireFewGaps() {
    if (largest > 2 * tokens + MOST_GAPS) {
      throw KleiberException.corrupt(
          file + " has " + tokens + " tokens, but numbers them up to " + largest);
    }
  }

  private KleiberException corrupt(String what, JsonNode node) {
    return KleiberException.corrupt(file + ": " + what + ", not " + ForeignJson.shown(node));
  }
}
