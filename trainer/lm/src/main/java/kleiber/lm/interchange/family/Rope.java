package kleiber.lm.interchange.family;

import java.util.List;
import kleiber.lm.model.spec.Positions;

/** Rotary positions as LLaMA's and PaLM's folders describe them. */
final class Rope {
  private static final String BASE = "rope_theta";
  private static final String PART = "partial_rotary_factor";

  private Rope() {}

  /** Folders of different ages have the base in different places; other frequencies are refused. */
  static Positions.Rotary read(HuggingFaceConfig config) {
    config.require(PART, 1);
    double theta = config.number(BASE, 10_000);
    for (String key : List.of("rope_scaling", "rope_parameters")) {
      HuggingFaceConfig rope = config.section(key);
      rope.require("type", "default");
      rope.require("rope_type", "default");
      rope.require(PART, 1);
      rope.requireOnly(List.of("type", "rope_type", PART, BASE));
      theta = rope.number(BASE, theta);
    }
    return new Positions.Rotary(theta);
  }
}
