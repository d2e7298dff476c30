package kleiber.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import kleiber.engine.kernels.AttentionMask;

/**
 * Overwrites the scores that a block's queries may not see. Plain copies into the rows, since
 * oneDNN 3.11 adds a mask wrongly where scores or mask are views, and one for all scores would grow
 * with T².
 */
final class HiddenScores {
  /** Vanishes in exp, and stays finite when a bias is added. */
  static final float HIDDEN = -1e30f;

  private HiddenScores() {}

  /** The step that overwrites them in the block's {@code memory} of scores. */
  static Runnable bind(AttentionBlock block, CpuTensor memory) {
    AttentionMask mask = block.shape().mask();
    FloatBuffer scores = memory.floats();
    int seen = block.seen();
    float[] hidden = new float[seen];
    Arrays.fill(hidden, HIDDEN);
    return block.eachRow(
        (sequence, head, query, at) -> {
          int first = mask.firstKey(query) - block.firstKey();
          int end = mask.endKey(query, block.shape().keys()) - block.firstKey();
          scores.put(at, hidden, 0, first);
          scores.put(at + end, hidden, 0, seen - end);
        });
  }
}
