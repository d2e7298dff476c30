package kleiber.lm.interchange.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import kleiber.core.schema.YamlName;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.Positions;

/** The keys of a configuration that keep an architecture out of a family, with what they are. */
final class Misfits {
  private final List<String> found = new ArrayList<>();

  /** Of a family whose attention and logits are plain. */
  static Misfits plain(ModelSpec spec) {
    return new Misfits()
        .only("qkNorm", spec.attention().normed(), false)
        .only("logitSoftcap", spec.head().softcap(), 0.0);
  }

  /** Notes {@code key} unless it has one of the values that the family has. */
  Misfits only(String key, Object value, Object... allowed) {
    if (Arrays.stream(allowed).noneMatch(value::equals)) {
      String wanted =
          Arrays.stream(allowed).map(Misfits::shown).collect(Collectors.joining(" or "));
      found.add("model." + key + " = " + shown(value) + " (only " + wanted + ")");
    }
    return this;
  }

  /** What the model attends to and predicts. */
  Misfits family(ModelSpec spec, Class<? extends Family> wanted) {
    return only("family", YamlName.of(spec.family().getClass()), YamlName.of(wanted));
  }

  /** Whether a decoder's second blocks see the nearest keys only. */
  Misfits window(ModelSpec spec, boolean wanted) {
    int window = spec.family() instanceof Family.Decoder decoder ? decoder.window() : 0;
    if (window > 0 != wanted) {
      return only("window", window, wanted ? "above 0" : 0);
    }
    return wanted ? only("fullEvery", ((Family.Decoder) spec.family()).fullEvery(), 2) : this;
  }

  /** Where a block has its norms. */
  Misfits block(ModelSpec spec, BlockForm... allowed) {
    boolean parallel = spec.block() == BlockForm.PARALLEL;
    boolean wanted = allowed[0] == BlockForm.PARALLEL;
    return parallel || wanted
        ? only("parallelBlock", parallel, wanted)
        : only(
            "normPlace", place(spec.block()), Arrays.stream(allowed).map(Misfits::place).toArray());
  }

  private static String place(BlockForm block) {
    return block == BlockForm.POST_NORM ? "post" : "pre";
  }

  /** Whether the activation gates a second projection. */
  Misfits gated(ModelSpec spec, boolean wanted) {
    String name = shown(spec.mlp().activation()) + (spec.mlp().gated() ? ", gated" : "");
    return spec.mlp().gated() == wanted
        ? this
        : only("activation", name, wanted ? "swiglu or geglu" : "relu, gelu or gelu-tanh");
  }

  /** How the order of tokens is known. */
  Misfits positions(ModelSpec spec, Class<? extends Positions> wanted) {
    return only("positions", YamlName.of(spec.positions().getClass()), YamlName.of(wanted));
  }

  /** Learned positions whose first stands in {@code row}. */
  Misfits learnedPositions(ModelSpec spec, int row) {
    positions(spec, Positions.Learned.class);
    return spec.positions() instanceof Positions.Learned learned
        ? only("positionOffset", learned.firstRow(), row)
        : this;
  }

  /** As many key-value heads as heads. */
  Misfits plainHeads(ModelSpec spec) {
    return only("kvHeads", spec.attention().keyValueHeads(), spec.attention().heads());
  }

  /** Heads that share the width. */
  Misfits evenHeads(ModelSpec spec) {
    int heads = spec.attention().heads();
    return spec.attention().queryWidth() == spec.width()
        ? this
        : only("headWidth", spec.attention().headWidth(), spec.width() + "/" + heads);
  }

  /** A tied head reads what is divided by √C, its own head what is not. */
  Misfits headScaledIfTied(ModelSpec spec) {
    return only("scaledHead", spec.head().scaled(), spec.head().tied());
  }

  private static String shown(Object value) {
    return value instanceof Enum<?> constant ? YamlName.of(constant) : Objects.toString(value);
  }

  /** The keys in words; empty where the family has the architecture. */
  List<String> found() {
    return found;
  }
}
