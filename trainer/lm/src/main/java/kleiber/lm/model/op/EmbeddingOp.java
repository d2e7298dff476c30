package kleiber.lm.model.op;

import java.util.List;
import kleiber.lm.batch.Field;

/**
 * y[b, t] = table[tokens[b, t]] + positions[t].
 *
 * @param tokens the field that holds the rows to look up
 * @param table [V, C]
 * @param positions [≥T, C], or null for none
 * @param output [B·T, C]
 */
public record EmbeddingOp(Field tokens, Weight table, Weight positions, Value output)
    implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of();
  }

  /** Rows before the first position are never looked up, and parameters all the same (OPT). */
  @Override
  public List<Weight> weights() {
    return positions == null ? List.of(table) : List.of(table, Weight.of(positions.parameter()));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.embedding(this);
  }
}
