package kleiber.lm.model.op;

import java.util.List;
import kleiber.lm.model.spec.Positions;

/**
 * A learned bias for each head and bucket of distances, computed once for all blocks of a stack
 * (T5, arXiv:1910.10683, section 2.1): y[h·T + i, j] = table[bucket(j − i), h].
 *
 * @param positions the buckets
 * @param length positions T
 * @param bothWays whether queries see keys after them
 * @param table [buckets, H]
 * @param output [H·T, T]
 */
public record BucketBiasOp(
    Positions.Buckets positions, int length, boolean bothWays, Weight table, Value output)
    implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of();
  }

  @Override
  public List<Weight> weights() {
    return List.of(table);
  }

  /** The bucket of every query and key, [T, T]. */
  public int[] buckets() {
    int[] buckets = new int[length * length];
    for (int query = 0; query < length; query++) {
      for (int key = 0; key < length; key++) {
        buckets[query * length + key] = bucket(key - query);
      }
    }
    return buckets;
  }

  /**
   * The bucket of a key {@code offset} places after its query, as Mesh TensorFlow has it: half of a
   * direction's buckets hold one distance each, the others grow by powers up to the maximum.
   */
  private int bucket(int offset) {
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

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.bucketBias(this);
  }
}
