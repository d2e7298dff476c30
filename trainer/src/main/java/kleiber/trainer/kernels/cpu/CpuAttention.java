package kleiber.trainer.kernels.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.cpu.Primitives.Epilogue;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * Attention in blocks of query rows: a causal block computes scores only for the keys it may see.
 * Query heads that share a key-value head run one after the other, so that nothing is repeated in
 * memory and their shares of dk and dv add up in a fixed order.
 */
final class CpuAttention implements Op {
  private static final int BLOCK = 64;

  private final List<Runnable> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();

  private boolean keysWritten;

  CpuAttention(
      CpuBackend backend,
      Primitives primitives,
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    boolean gradients = y.hasGradient();
    boolean causal = shape.mask().causal();
    int block = causal ? evenBlock(shape.queries()) : shape.queries();
    int largest =
        Math.toIntExact((long) shape.batch() * shape.keyValueHeads() * block * shape.keys());
    Tensor scoreGradients = gradients ? backend.allocate(largest) : null;
    Tensor dropped = options.dropout() == null ? null : backend.allocate(largest);
    List<Runnable> order = new ArrayList<>();
    for (int member = 0; member < shape.group(); member++) {
      for (int from = 0; from < shape.queries(); from += block) {
        int rows = Math.min(block, shape.queries() - from);
        int seen = causal ? from + rows : shape.keys();
        Block part = new Block(shape, member, from, rows, seen);
        Tensor scores = backend.allocate(shape.batch(), shape.keyValueHeads(), rows, seen);
        Operand probabilities = part.dense(scores);
        Operand mask = causal ? part.mask(backend) : null;
        ScoreTerms terms = new ScoreTerms(shape, options, member, from, rows, seen);
        Tile scoreRows = new Tile(CpuTensor.of(scores), seen);
        Operand queries = part.queries(q.value());
        Operand keys = part.keys(k.value());
        Operand values = part.keys(v.value());
        forward.add(
            primitives.matmul(
                queries, keys.transposed(), probabilities, Epilogue.scaled(shape.scale(), mask)));
        if (terms.changeScores()) {
          forward.add(() -> terms.addTo(scoreRows));
        }
        forward.add(primitives.softmax(probabilities, probabilities));
        Operand kept = terms.drop() ? part.dense(dropped) : probabilities;
        Tile keptRows = terms.drop() ? new Tile(CpuTensor.of(dropped), seen) : null;
        Runnable drop = () -> terms.drop(scoreRows, keptRows);
        if (terms.drop()) {
          forward.add(drop);
        }
        forward.add(primitives.matmul(kept, values, part.queries(y.value()), Epilogue.NONE));
        if (gradients) {
          order.add(
              () -> {
                if (terms.drop()) {
                  backward.add(drop);
                }
                bindBackward(
                    primitives, part, terms, probabilities, kept, scoreGradients, q, k, v, y);
              });
        }
      }
    }
    // Later blocks see every key that earlier ones see, so running the last block first means that
    // its overwrite initialises all of dk and dv; the others add.
    for (int i = order.size() - 1; i >= 0; i--) {
      order.get(i).run();
    }
  }

  /** The size of as few blocks as {@link #BLOCK} allows, all nearly the same. */
  private static int evenBlock(int queries) {
    int blocks = (queries + BLOCK - 1) / BLOCK;
    return (queries + blocks - 1) / blocks;
  }

  private void bindBackward(
      Primitives primitives,
      Block part,
      ScoreTerms terms,
      Operand probabilities,
      Operand kept,
      Tensor scoreGradients,
      Variable q,
      Variable k,
      Variable v,
      Variable y) {
    Operand dy = part.queries(y.gradient());
    Operand dScores = part.dense(scoreGradients);
    Tile gradientRows = new Tile(CpuTensor.of(scoreGradients), part.seen());
    Epilogue share = keysWritten ? Epilogue.ACCUMULATE : Epilogue.NONE;
    double scale = part.shape().scale();
    backward.add(primitives.matmul(kept.transposed(), dy, part.keys(v.gradient()), share));
    backward.add(primitives.matmul(dy, part.keys(v.value()).transposed(), dScores, Epilogue.NONE));
    if (terms.drop()) {
      backward.add(() -> terms.drop(gradientRows, gradientRows));
    }
    backward.add(primitives.softmaxBackward(probabilities, dScores, dScores));
    if (terms.haveBiasGradient()) {
      backward.add(() -> terms.addGradient(gradientRows));
    }
    backward.add(
        primitives.matmul(
            dScores,
            part.keys(k.value()),
            part.queries(q.gradient()),
            Epilogue.scaled(scale, null)));
    backward.add(
        primitives.matmul(
            dScores.transposed(),
            part.queries(q.value()),
            part.keys(k.gradient()),
            new Epilogue(null, scale, null, keysWritten)));
    keysWritten = true;
  }

  /** Rows {@code from} to {@code from + rows} of one member of every group, and the keys seen. */
  private record Block(AttentionShape shape, int member, int from, int rows, int seen) {
    /** [B, K, rows, headWidth] over a [B·T, H·headWidth] tensor. */
    Operand queries(Tensor tensor) {
      long stride = tensor.rowStride();
      return Operand.matrix(tensor)
          .view(
              from * stride + (long) member * shape.headWidth(),
              new long[] {shape.batch(), shape.keyValueHeads(), rows, shape.headWidth()},
              new long[] {
                shape.queries() * stride, (long) shape.group() * shape.headWidth(), stride, 1
              });
    }

    /** [B, K, seen, headWidth] over a [B·T, K·headWidth] tensor. */
    Operand keys(Tensor tensor) {
      long stride = tensor.rowStride();
      return Operand.matrix(tensor)
          .view(
              0,
              new long[] {shape.batch(), shape.keyValueHeads(), seen, shape.headWidth()},
              new long[] {shape.keys() * stride, shape.headWidth(), stride, 1});
    }

    /** [B, K, rows, seen] without gaps, from the start of {@code memory}. */
    Operand dense(Tensor memory) {
      return dense(memory, shape.batch(), shape.keyValueHeads());
    }

    /** [1, 1, rows, seen]: 0 where a query may look, a number that vanishes in exp elsewhere. */
    Operand mask(CpuBackend backend) {
      float[] values = new float[rows * seen];
      for (int row = 0; row < rows; row++) {
        AttentionMask places = shape.mask();
        int first = places.firstKey(from + row);
        int end = places.endKey(from + row, seen);
        Arrays.fill(values, row * seen, row * seen + first, ScoreTerms.HIDDEN);
        Arrays.fill(values, row * seen + end, (row + 1) * seen, ScoreTerms.HIDDEN);
      }
      Tensor mask = backend.allocate(rows, seen);
      mask.set(values);
      return dense(mask, 1, 1);
    }

    private Operand dense(Tensor memory, long batch, long heads) {
      long matrix = (long) rows * seen;
      return Operand.matrix(memory)
          .view(
              0,
              new long[] {batch, heads, rows, seen},
              new long[] {heads * matrix, matrix, seen, 1});
    }
  }

  @Override
  public void forward() {
    for (int i = 0; i < forward.size(); i++) {
      forward.get(i).run();
    }
  }

  @Override
  public void backward() {
    for (int i = 0; i < backward.size(); i++) {
      backward.get(i).run();
    }
  }
}
