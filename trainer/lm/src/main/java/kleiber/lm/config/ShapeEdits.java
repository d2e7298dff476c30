package kleiber.lm.config;

import java.util.List;
import java.util.Set;
import kleiber.core.schema.Edit;
import kleiber.lm.model.spec.DecoderShape;

/** The keys that a model's shape decides. */
public final class ShapeEdits {
  /** Their paths in a training configuration. */
  public static final Set<String> PATHS = Set.of("model.layers", "model.width", "model.heads");

  private ShapeEdits() {}

  /**
   * Makes a model of a shape.
   *
   * @param group where the model stands: {@code model.} in a training configuration, else nothing
   */
  public static List<Edit> of(String group, DecoderShape shape) {
    return List.of(
        Edit.of(group + "layers", shape.layers()),
        Edit.of(group + "width", shape.width()),
        Edit.of(group + "heads", shape.heads()));
  }
}
