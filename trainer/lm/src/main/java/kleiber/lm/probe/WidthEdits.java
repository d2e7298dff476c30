package kleiber.lm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.core.schema.Edit;
import kleiber.lm.config.ModelConfig;
import kleiber.lm.config.ParametrisationConfig;

/**
 * The keys that make a model wider and nothing else: heads get wider or, where their width is
 * given, more; an MLP whose channels are given has them in proportion.
 */
final class WidthEdits {
  private static final String PARAMETRISATION = "model.parametrisation.";

  private final ModelConfig model;

  WidthEdits(ModelConfig model) {
    this.model = model;
  }

  /** The same model with so many channels. */
  List<Edit> width(int width) {
    List<Edit> edits = new ArrayList<>();
    edits.add(Edit.of("model.width", width));
    if (model.headWidth() > 0) {
      edits.add(Edit.of("model.heads", scaled("model.heads", model.heads(), width)));
    }
    if (model.headWidth() > 0 && model.kvHeads() > 0) {
      edits.add(Edit.of("model.kvHeads", scaled("model.kvHeads", model.kvHeads(), width)));
    }
    if (model.mlpWidth() > 0) {
      edits.add(Edit.of("model.mlpWidth", scaled("model.mlpWidth", model.mlpWidth(), width)));
    }
    return edits;
  }

  /** µP relative to the model of so many channels, unless the model says relative to which. */
  List<Edit> mup(int baseWidth) {
    if (model.parametrisation() instanceof ParametrisationConfig.Mup) {
      return List.of();
    }
    int headWidth =
        model.headWidth() > 0
            ? model.headWidth()
            : scaled("the width of a head", model.width() / model.heads(), baseWidth);
    int mlpWidth = model.mlpWidth() > 0 ? scaled("model.mlpWidth", model.mlpWidth(), baseWidth) : 0;
    return List.of(
        Edit.of(PARAMETRISATION + "kind", "mup"),
        Edit.of(PARAMETRISATION + "baseWidth", baseWidth),
        Edit.of(PARAMETRISATION + "baseHeadWidth", headWidth),
        Edit.of(PARAMETRISATION + "baseMlpWidth", mlpWidth));
  }

  /** The standard parametrisation. */
  static List<Edit> standard() {
    return List.of(Edit.of(PARAMETRISATION + "kind", "standard"));
  }

  private int scaled(String what, int size, int width) {
    long product = (long) size * width;
    if (product % model.width() != 0) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s is %d at model.width %d, which at width %d would be no whole number; choose"
                  + " other --widths",
              what,
              size,
              model.width(),
              width));
    }
    return Math.toIntExact(product / model.width());
  }
}
