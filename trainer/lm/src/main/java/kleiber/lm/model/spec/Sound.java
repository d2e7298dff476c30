package kleiber.lm.model.spec;

import java.util.List;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;

/**
 * What any part of an architecture must be, whoever describes it: given, and finite. Its sizes are
 * for {@link ModelLimits} to judge.
 */
final class Sound {
  private static final List<String> PARTS =
      List.of(
          "family",
          "block",
          "norm",
          "attention",
          "positions",
          "mlp",
          "head",
          "dropout",
          "init",
          "parametrisation");

  private Sound() {}

  /** Refuses an architecture that lacks one of its parts, in the order of its components. */
  static void parts(Object... parts) {
    for (int i = 0; i < parts.length; i++) {
      given(PARTS.get(i), parts[i]);
    }
  }

  /** Refuses what is not there. */
  static void given(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /** Refuses what is negative or not finite. */
  static void number(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number of at least 0, not " + value);
    }
  }

  /** Refuses what are no rates of dropout. */
  static void rates(double... values) {
    for (double value : values) {
      if (!(value >= 0 && value < 1)) {
        throw new IllegalArgumentException("dropout must be from 0 to below 1, not " + value);
      }
    }
  }

  /** Refuses capped logits of a family that has none. */
  static void capped(Family family, Head head) {
    if (head.softcap() > 0 && !(family instanceof Family.Decoder)) {
      throw new IllegalArgumentException("logits are capped in decoders alone");
    }
  }

  /** Refuses positions that no model here has with such heads. */
  static void together(Family family, int width, Attention attention, Positions positions) {
    if (positions instanceof Positions.Rotary && attention.headWidth() % 2 != 0) {
      throw new IllegalArgumentException(
          "rotary positions need an even head width, not " + attention.headWidth());
    }
    if (attention.normed()
        && (!(family instanceof Family.Decoder)
            || positions instanceof Positions.Buckets
            || positions instanceof Positions.Distances)) {
      throw new IllegalArgumentException(
          "queries and keys are normed in decoders alone, with positions learned, rotary or none");
    }
    if (positions instanceof Positions.Distances) {
      if (!(family instanceof Family.Decoder)) {
        throw new IllegalArgumentException("positions by distance need a decoder");
      }
      if (attention.heads() != attention.keyValueHeads() || width % 2 != 0) {
        throw new IllegalArgumentException(
            "positions by distance need an even width and as many key-value heads as heads");
      }
    }
  }
}
