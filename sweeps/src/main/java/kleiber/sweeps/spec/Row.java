package kleiber.sweeps.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.core.schema.Edit;

/**
 * One run as a design asks for it: training keys with their values, and four words that stand for
 * several keys: {@code params} (a size, through the shape rule), and one of {@code tokens}, {@code
 * tokensPerParam} and {@code flops} (how long).
 *
 * @param values by key, in the order given
 */
public record Row(Map<String, Object> values) {
  /** Wanted parameters. */
  public static final String PARAMS = "params";

  /** Training tokens D. */
  public static final String TOKENS = "tokens";

  /** D over N. */
  public static final String TOKENS_PER_PARAM = "tokensPerParam";

  /** Training compute C, which with N decides D. */
  public static final String FLOPS = "flops";

  /** All words that are no training keys. */
  public static final Set<String> WORDS = Set.of(PARAMS, TOKENS, TOKENS_PER_PARAM, FLOPS);

  /** A row of one value. */
  public static Row of(String key, Object value) {
    return new Row(Map.of()).with(key, value);
  }

  /** The training keys that it sets. */
  public List<Edit> edits() {
    return values.entrySet().stream()
        .filter(value -> !WORDS.contains(value.getKey()))
        .map(value -> new Edit(value.getKey(), value.getValue()))
        .toList();
  }

  /** The row with one value more. */
  public Row with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Row(more);
  }
}
