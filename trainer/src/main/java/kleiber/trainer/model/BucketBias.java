package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * T5's bias by bucket of distances, computed once for all blocks of a stack. The last block is the
 * first to write its gradient, the others add.
 */
final class BucketBias implements PlaceTerm {
  private final Variable bias;
  private final int layers;
  private int bound;

  BucketBias(Assembly assembly, Positions.Buckets positions, int layers, boolean bothWays) {
    this.layers = layers;
    int length = assembly.length();
    int[] buckets = new int[length * length];
    for (int query = 0; query < length; query++) {
      for (int key = 0; key < length; key++) {
        buckets[query * length + key] = bucket(positions, key - query, bothWays);
      }
    }
    Tensor indices = assembly.constant(buckets, length, length);
    bias = assembly.variable("positions", assembly.spec().attention().heads() * length, length);
    assembly.add(
        assembly.kernels().bucketBias(indices, assembly.parameter("positions.weight"), bias));
  }

  @Override
  public Placed append(String name, Variable qkv, AttentionShape shape) {
    bound++;
    Placed plain = Placed.plain(qkv, shape);
    return new Placed(
        plain.queries(),
        plain.options().withBias(bias, bound == layers ? Gradient.OVERWRITE : Gradient.ADD));
  }

  /**
   * The bucket of a key {@code offset} places after its query, as Mesh TensorFlow has it: half of a
   * direction's buckets hold one distance each, the others grow by powers up to the maximum.
   */
  static int bucket(Positions.Buckets positions, int offset, boolean bothWays) {
    int buckets = bothWays ? positions.buckets() / 2 : positions.buckets();
    int first = bothWays && offset > 0 ? buckets : 0;
    int distance = bothWays ? Math.abs(offset) : Math.max(0, -offset);
    int exact = buckets / 2;
    if (distance < exact) {
      return first + distance;
    }
    float share =
        (float) Math.log((float) distance / exact)
            / (float) Math.log((double) positions.maxDistance() / exact);
    return first + Math.min(buckets - 1, exact + (int) (share * (buckets - exact)));
  }
}
