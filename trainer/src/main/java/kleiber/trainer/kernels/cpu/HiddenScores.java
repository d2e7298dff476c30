package kleiber.trainer.kernels.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import kleiber.trainer.kernels.AttentionMask;

/**
 * Overwrites the scores that a block's queries may not see. Plain copies into the rows, since
 * oneDNN 3.11 adds a mask wrongly where scores or mask are views, and one for all scores would grow
 * with T².
 */
final class HiddenScores implements Runnable {
  /** Vanishes in exp, and stays finite when a bias is added. */
  static final float HIDDEN = -1e30f;

  private final AttentionBlock block;
  private final FloatBuffer scores;
  private final float[] hidden;

  HiddenScores(AttentionBlock block, CpuTensor scores) {
    this.block = block;
    this.scores = scores.floats();
    this.hidden = new float[block.seen()];
    Arrays.fill(hidden, HIDDEN);
  }

  @Override
  public void run() {
    AttentionMask mask = block.shape().mask();
    int seen = block.seen();
    int matrices = block.sequences() * block.groups();
    for (int row = 0; row < block.rows(); row++) {
      int query = block.from() + row;
      int first = mask.firstKey(query) - block.firstKey();
      int end = mask.endKey(query, block.shape().keys()) - block.firstKey();
      for (int matrix = 0; matrix < matrices; matrix++) {
        int at = (matrix * block.rows() + row) * seen;
        scores.put(at, hidden, 0, first);
        scores.put(at + end, hidden, 0, seen - end);
      }
    }
  }
}
