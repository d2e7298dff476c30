package kleiber.cpu;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.DropoutMask;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.tensor.Tensor;

/**
 * What {@link AttentionOptions} do to one block of scores, row by row: bias and padding before the
 * softmax, dropout after it, and the bias's gradient. Each is a step, bound once.
 */
final class ScoreTerms {
  private final AttentionBlock block;
  private final AttentionShape shape;
  private final int seen;
  private final Tile bias;
  private final Tile biasGradient;
  private final boolean biasPerSequence;
  private final boolean addsGradient;
  private final IntBuffer keyLengths;
  private final DropoutMask dropout;
  private final LongSupplier call;

  ScoreTerms(AttentionBlock block, AttentionOptions options) {
    this.block = block;
    this.shape = block.shape();
    this.seen = block.seen();
    boolean biased = options.bias() != null;
    this.bias = biased ? rowTile(options.bias().value()) : null;
    this.biasGradient =
        biased && options.bias().hasGradient() ? rowTile(options.bias().gradient()) : null;
    this.biasPerSequence = biased && options.biasPerSequence(shape);
    this.addsGradient = options.biasGradient() == Gradient.ADD;
    this.keyLengths =
        options.keyLengths() == null ? null : CpuTensor.of(options.keyLengths()).ints();
    Dropout layer = options.dropout();
    this.dropout = layer == null ? null : layer.mask(shape.scores());
    this.call = layer == null ? null : layer.call();
  }

  private Tile rowTile(Tensor tensor) {
    return new Tile(CpuTensor.of(tensor), shape.keys());
  }

  boolean changeScores() {
    return bias != null || keyLengths != null;
  }

  boolean drop() {
    return dropout != null;
  }

  boolean haveBiasGradient() {
    return biasGradient != null;
  }

  /** scores ← scores + bias, hidden where padded. */
  Runnable addTo(Tile scores) {
    return block.eachRow(
        (sequence, head, query, at) -> {
          scores.load(at, seen);
          if (bias != null) {
            int row = biasRow(sequence, head, query);
            bias.load(row * shape.keys() + block.firstKey(), seen);
            scores.add(bias.values, 0, seen);
          }
          if (keyLengths != null) {
            int end = Math.max(0, keyLengths.get(sequence) - block.firstKey());
            Arrays.fill(scores.values, Math.min(end, seen), seen, HiddenScores.HIDDEN);
          }
          scores.store(at, seen);
        });
  }

  /** target ← source·mask. */
  Runnable drop(Tile source, Tile target) {
    return block.eachRow(
        (sequence, head, query, at) -> {
          long number = call.getAsLong();
          source.load(at, seen);
          long row = ((long) sequence * shape.heads() + head) * shape.queries() + query;
          long element = row * shape.keys() + block.firstKey();
          dropout.apply(number, element, source.values, target.values, seen);
          target.store(at, seen);
        });
  }

  /** The bias's gradient from that of the scores; sequences add up in their order. */
  Runnable addGradient(Tile scoreGradients) {
    return block.eachRow(
        (sequence, head, query, at) -> {
          scoreGradients.load(at, seen);
          int row = biasRow(sequence, head, query) * shape.keys();
          boolean first = biasPerSequence || sequence == 0;
          if (first && !addsGradient) {
            Arrays.fill(biasGradient.values, 0f);
          } else {
            biasGradient.load(row, shape.keys());
          }
          biasGradient.add(scoreGradients.values, block.firstKey(), seen);
          biasGradient.store(row, shape.keys());
        });
  }

  private int biasRow(int sequence, int head, int query) {
    return ((biasPerSequence ? sequence * shape.heads() : 0) + head) * shape.queries() + query;
  }
}
