package kleiber.app.train;

import java.util.Locale;
import kleiber.core.schema.YamlName;
import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.AddBiasOp;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.BranchEndOp;
import kleiber.lm.model.op.BucketBiasOp;
import kleiber.lm.model.op.DropoutOp;
import kleiber.lm.model.op.EmbeddingOp;
import kleiber.lm.model.op.GatedOp;
import kleiber.lm.model.op.HeadNormOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.NormOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.RotaryOp;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Role;

/** What an op does, in a few words. */
final class OpWords implements OpSpec.Cases<String> {
  @Override
  public String embedding(EmbeddingOp op) {
    String field = YamlName.of(op.tokens());
    return "look up " + field + (op.positions() == null ? "" : " + positions");
  }

  @Override
  public String linear(LinearOp op) {
    boolean tied = op.weight().parameter().kind() == Role.Kind.EMBEDDING;
    return "linear" + bias(op.bias()) + (tied ? ", tied to embedding" : "");
  }

  @Override
  public String branchEnd(BranchEndOp op) {
    return "linear" + bias(op.bias()) + " + residual";
  }

  @Override
  public String norm(NormOp op) {
    return op.norm().kind() == ModelSpec.Norm.Kind.RMS ? "RMS norm" : "layer norm";
  }

  @Override
  public String headNorm(HeadNormOp op) {
    return "RMS norm of every head";
  }

  @Override
  public String activation(ActivationOp op) {
    return YamlName.of(op.function());
  }

  @Override
  public String gated(GatedOp op) {
    return YamlName.of(op.function()) + "(gate)·up";
  }

  @Override
  public String scale(ScaleOp op) {
    return String.format(Locale.ROOT, "times %.4g", op.factor());
  }

  @Override
  public String addBias(AddBiasOp op) {
    return "queries + bias";
  }

  @Override
  public String sum(SumOp op) {
    return "sum";
  }

  @Override
  public String rotary(RotaryOp op) {
    return String.format(Locale.ROOT, "rotary, base %.0f, in place", op.theta());
  }

  @Override
  public String bucketBias(BucketBiasOp op) {
    return "bias by " + op.positions().buckets() + " buckets of distances";
  }

  @Override
  public String attention(AttentionOp op) {
    StringBuilder words = new StringBuilder("attention");
    if (op.mask().window() > 0) {
      words.append(", last ").append(op.mask().window()).append(" keys");
    } else if (op.mask().causal()) {
      words.append(", causal");
    }
    words.append(", ").append(op.heads().heads()).append('×').append(op.heads().headWidth());
    if (op.heads().keyValueHeads() != op.heads().heads()) {
      words.append(" (").append(op.heads().keyValueHeads()).append(" for keys)");
    }
    words.append(op.bias() == null ? "" : ", biased");
    words.append(op.byDistance() == null ? "" : ", by distance");
    return words.append(op.dropout() == 0 ? "" : ", dropout " + op.dropout()).toString();
  }

  @Override
  public String dropout(DropoutOp op) {
    return "dropout " + op.rate();
  }

  @Override
  public String loss(LossOp op) {
    return "cross-entropy, " + YamlName.of(op.targets());
  }

  private static String bias(Weight bias) {
    return bias == null ? "" : " + bias";
  }
}
