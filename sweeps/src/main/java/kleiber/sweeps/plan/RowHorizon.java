package kleiber.sweeps.plan;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.Edit;
import kleiber.lm.config.RunLength;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepSpec;

/**
 * How long a row trains: tokens, tokens per parameter or FLOPs, as training tokens of its model.
 *
 * @param row what is asked for
 * @param spec says how parameters and FLOPs are counted
 */
record RowHorizon(Row row, SweepSpec spec) {
  private static final String GROUP = "horizon";

  /**
   * The horizon; none where the row says nothing of it.
   *
   * @param size of the model, asked where the horizon follows from it
   */
  List<Edit> of(Supplier<ModelSize> size) {
    OptionalDouble asked = tokens(size);
    if (asked.isEmpty()) {
      return List.of();
    }
    double tokens = asked.getAsDouble();
    if (!(tokens <= RunLength.MOST_TOKENS)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "asks for %.3g training tokens, and %.0e is the most; lower %s",
              tokens,
              RunLength.MOST_TOKENS,
              String.join(" or ", row.values().keySet())));
    }
    return List.of(
        Edit.clear(GROUP), Edit.of(GROUP + "." + Row.TOKENS, Math.max(1, Math.round(tokens))));
  }

  private OptionalDouble tokens(Supplier<ModelSize> size) {
    if (row.values().containsKey(Row.TOKENS)) {
      return OptionalDouble.of(number(Row.TOKENS));
    } else if (row.values().containsKey(Row.TOKENS_PER_PARAM)) {
      return OptionalDouble.of(number(Row.TOKENS_PER_PARAM) * spec.count().of(size.get()));
    } else if (row.values().containsKey(Row.FLOPS)) {
      return OptionalDouble.of(number(Row.FLOPS) / spec.flops().perToken(size.get()));
    }
    return OptionalDouble.empty();
  }

  private double number(String word) {
    Object value = row.values().get(word);
    double number = ConfigBinder.number(word, value);
    if (!(number > 0)) {
      throw new IllegalArgumentException(word + " = " + value + ": must be above 0");
    }
    return number;
  }

  /** The horizon as it was asked for, where the size of the model cannot be known. */
  List<Edit> asWritten() {
    for (String word : List.of(Row.TOKENS, Row.TOKENS_PER_PARAM, Row.FLOPS)) {
      if (row.values().containsKey(word)) {
        return List.of(Edit.clear(GROUP), new Edit(GROUP + "." + word, row.values().get(word)));
      }
    }
    return List.of();
  }

  /** Any horizon, for what does not depend on it. */
  static List<Edit> any() {
    return List.of(Edit.clear(GROUP), Edit.of(GROUP + ".steps", 1));
  }
}
