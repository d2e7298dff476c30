package kleiber.lm.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Which special tokens stand around texts: Hugging Face's {@code TemplateProcessing}.
 *
 * @param single around one text
 * @param pair around two
 */
public record Template(List<Piece> single, List<Piece> pair) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A part of a template.
   *
   * @param token the special token, null for a text
   * @param segment the segment it belongs to; texts are A in segment 0 and B in any other
   */
  public record Piece(String token, int segment) {
    /** The first text. */
    public static final Piece A = new Piece(null, 0);

    /** The second text. */
    public static final Piece B = new Piece(null, 1);

    private ObjectNode toJson() {
      ObjectNode node = JSON.createObjectNode();
      return token == null
          ? node.set("Sequence", part(segment == 0 ? "A" : "B"))
          : node.set("SpecialToken", part(token));
    }

    private ObjectNode part(String id) {
      return JSON.createObjectNode().put("id", id).put("type_id", segment);
    }
  }

  /** The post-processor of a tokenizer whose tokens have the numbers {@code ids}. */
  ObjectNode toJson(Map<String, Integer> ids) {
    ObjectNode node = JSON.createObjectNode().put("type", "TemplateProcessing");
    addTo(node.putArray("single"), single);
    addTo(node.putArray("pair"), pair);
    ObjectNode tokens = node.putObject("special_tokens");
    for (Piece piece : pair) {
      if (piece.token != null) {
        ObjectNode token = tokens.putObject(piece.token).put("id", piece.token);
        token.putArray("ids").add(ids.get(piece.token));
        token.putArray("tokens").add(piece.token);
      }
    }
    return node;
  }

  private static void addTo(ArrayNode array, List<Piece> pieces) {
    pieces.forEach(piece -> array.add(piece.toJson()));
  }
}
