package kleiber.lm.model.spec;

import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.Role.Kind;

/**
 * µP: what is best for a base model is best at every width (Yang et al., arXiv:2203.03466), in the
 * form of its table 8, for Adam. With n times the base's inputs, a hidden matrix starts with 1/n of
 * the base's variance and has 1/n of its rate; what the head reads is divided by n, a tied head's
 * too; scores by d, the channels of a head, and not by its root (definition 4.1). Tables and
 * vectors are as the base's. A model of the base's size is the standard one to the last bit.
 *
 * <p>With a base depth, what a branch adds is divided by the blocks for one of the base's, and
 * nothing else (CompleteP, arXiv:2505.01618, table 1, α = 1). Depth-µP (arXiv:2310.02244) divides
 * by the root, which holds for branches of one matrix; transformers have two, and there rates do
 * not carry over.
 *
 * @param baseWidth channels of the base's residual stream
 * @param baseHeadWidth channels of each of its heads
 * @param baseMlpWidth its hidden channels
 * @param baseLayers its blocks; 0 where depth is left alone
 */
public record Mup(int baseWidth, int baseHeadWidth, int baseMlpWidth, int baseLayers)
    implements Parametrisation {
  private static final Parametrisation STANDARD = new Standard();

  /** Refuses a base of an impossible size. */
  public Mup {
    ModelLimits.require("base width", baseWidth, 1, ModelLimits.WIDTH);
    ModelLimits.require("base head width", baseHeadWidth, 1, baseWidth);
    ModelLimits.require("base hidden channels", baseMlpWidth, 1, ModelLimits.INNER_WIDTH);
    ModelLimits.require("base layers", baseLayers, 0, ModelLimits.LAYERS);
    if (baseWidth % baseHeadWidth != 0) {
      throw new IllegalArgumentException(
          "base width " + baseWidth + " is not a multiple of base head width " + baseHeadWidth);
    }
  }

  @Override
  public double std(ModelSpec spec, Role role, int columns) {
    double inputs = inputs(role, columns);
    int baseColumns = Math.toIntExact(Math.round(columns / inputs));
    double std = STANDARD.std(base(spec), role, baseColumns);
    return role.kind() == Kind.HIDDEN ? std / Math.sqrt(inputs) : std;
  }

  @Override
  public double rate(ModelSpec spec, Role role, int columns) {
    return role.kind() == Kind.HIDDEN ? 1 / inputs(role, columns) : 1;
  }

  @Override
  public double scores(ModelSpec spec) {
    return STANDARD.scores(base(spec)) * ((double) baseHeadWidth / spec.attention().headWidth());
  }

  @Override
  public double head(ModelSpec spec) {
    return STANDARD.head(base(spec)) * ((double) baseWidth / spec.width());
  }

  @Override
  public double branch(ModelSpec spec) {
    return baseLayers == 0 ? 1 : (double) baseLayers / spec.layers();
  }

  /** The inputs of a matrix or, of a table, its channels, for one of the base's. */
  private double inputs(Role role, int columns) {
    return switch (role) {
      case MLP_OUT -> (double) columns / baseMlpWidth;
      case POSITION_BIAS -> 1;
      default -> (double) columns / baseWidth;
    };
  }

  /** The model of the base's size that is like {@code spec} otherwise. */
  private ModelSpec base(ModelSpec spec) {
    Mlp mlp = spec.mlp();
    return spec.toBuilder()
        .layers(baseLayers == 0 ? spec.layers() : baseLayers)
        .width(baseWidth)
        .attention(base(spec.attention()))
        .mlp(new Mlp(baseMlpWidth, mlp.activation(), mlp.gated()))
        .parametrisation(STANDARD)
        .build();
  }

  private Attention base(Attention attention) {
    int heads = baseWidth / baseHeadWidth;
    return new Attention(heads, heads, baseHeadWidth, attention.scaled(), attention.normed());
  }

  @Override
  public void require(
      Family family, BlockForm block, int width, Attention attention, Positions positions) {
    if (!(family instanceof Family.Decoder)) {
      throw new IllegalArgumentException("µP here is for decoders; choose family decoder");
    }
    if (attention.queryWidth() != width) {
      throw new IllegalArgumentException(
          "µP needs heads that share the width, and "
              + attention.heads()
              + " heads of "
              + attention.headWidth()
              + " are not "
              + width
              + " channels");
    }
    if (baseLayers > 0 && block == BlockForm.POST_NORM) {
      throw new IllegalArgumentException(
          "a base depth is for sums that are not normalised; choose normPlace pre, or leave out"
              + " the base depth");
    }
    Sound.together(family, baseWidth, base(attention), positions);
  }
}
