package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.tensor.Variable;

/** What positions do inside the attention of a stack's blocks. */
interface PlaceTerm {
  /** Positions do nothing here: attention alone reads what was projected. */
  PlaceTerm NONE = (name, qkv, shape) -> Placed.plain(qkv, shape);

  /**
   * Appends what comes between a block's projection and its attention.
   *
   * @param name of the block's attention parameters
   * @param qkv [B·T, queries + keys + values]
   */
  Placed append(String name, Variable qkv, AttentionShape shape);

  /** The queries to attend with, and the options they need. */
  record Placed(Variable queries, AttentionOptions options) {
    /** The queries of {@code qkv} as they are. */
    static Placed plain(Variable qkv, AttentionShape shape) {
      return new Placed(
          qkv.columnRange(0, shape.heads() * shape.headWidth()), AttentionOptions.NONE);
    }
  }

  /**
   * The term for a stack of {@code layers} blocks, shared by them where it is.
   *
   * @param bothWays whether queries see keys after them
   */
  static PlaceTerm of(Assembly assembly, int layers, boolean bothWays) {
    Positions positions = assembly.spec().positions();
    if (positions instanceof Positions.Rotary rotary) {
      return (name, qkv, shape) -> {
        int turned = (shape.heads() + shape.keyValueHeads()) * shape.headWidth();
        assembly.add(
            assembly
                .kernels()
                .rotary(
                    qkv.columnRange(0, turned),
                    shape.queries(),
                    shape.headWidth(),
                    rotary.theta()));
        return Placed.plain(qkv, shape);
      };
    }
    if (positions instanceof Positions.Buckets buckets) {
      return new BucketBias(assembly, buckets, layers, bothWays);
    }
    if (positions instanceof Positions.Distances) {
      return new DistanceScores(assembly);
    }
    return NONE;
  }
}
