package kleiber.lm.model;

import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.batch.IndexRanges;
import kleiber.lm.batch.IndexRanges.Range;
import kleiber.lm.model.blueprint.PairHead;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.Positions;

/** What the batches of a model may hold. */
public final class InputRanges {
  private InputRanges() {}

  /**
   * The ranges for batches of a layout.
   *
   * @throws KleiberException when sequences are longer than the model's table of positions
   */
  public static IndexRanges of(ModelSpec spec, BatchLayout layout) {
    if (spec.positions() instanceof Positions.Learned) {
      requirePositions(layout.length(), "tokens", spec.context());
      requirePositions(layout.columns(Field.SOURCE), "tokens for the encoder", spec.context());
    }
    List<Range> ranges = layout.fields().stream().map(field -> range(field, spec, layout)).toList();
    return new IndexRanges(ranges);
  }

  private static void requirePositions(int length, String what, int context) {
    if (length > context) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "sequences have %,d %s, more than the %,d positions that the model knows; make them"
                  + " shorter (spans: by a lower objective.probability), or choose"
                  + " model.positions without a table",
              length,
              what,
              context));
    }
  }

  private static Range range(Field field, ModelSpec spec, BatchLayout layout) {
    int segments = spec.family() instanceof Family.Encoder encoder ? encoder.segments() : 1;
    return switch (field) {
      case TOKENS, SOURCE -> new Range(field, 0, spec.vocabulary() - 1);
      case TARGETS -> new Range(field, Field.IGNORED, spec.vocabulary() - 1);
      case SEGMENTS -> new Range(field, 0, segments - 1);
      case PAIR_TARGET -> new Range(field, Field.IGNORED, PairHead.CLASSES - 1);
      case LENGTH -> new Range(field, 1, layout.length());
      case SOURCE_LENGTH -> new Range(field, 1, layout.columns(Field.SOURCE));
    };
  }
}
