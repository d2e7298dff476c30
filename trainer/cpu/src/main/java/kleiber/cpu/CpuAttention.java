package kleiber.cpu;

import java.util.ArrayList;
import java.util.List;
import kleiber.cpu.Primitives.Epilogue;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * Attention in blocks of query rows that fit the second-level cache: a causal block computes scores
 * only for the keys it may see. Scores live in scratch memory and the backward pass computes them
 * again (Dao et al., arXiv:2205.14135), so that memory grows with T, not T²; for short sequences,
 * where that is little, probabilities are kept instead.
 *
 * <p>Query heads that share a key-value head run one after the other, so that nothing is repeated
 * in memory and their shares of dk and dv add up in a fixed order.
 */
final class CpuAttention implements Op {
  /** Query rows a block. */
  private static final int ROWS = 64;

  /** Scores a block, if one head has no more: 256 KiB. */
  private static final int SCORES = 1 << 16;

  /** The longest sequence whose probabilities are kept for the backward pass. */
  private static final int KEPT = 256;

  private final Lane lane;
  private final AttentionShape shape;
  private final AttentionOptions options;
  private final Steps forward = new Steps();
  private final Steps backward = new Steps();
  private final boolean keep;
  private final long largest;

  /** Null where there are no scores by distance. */
  private final CpuDistances distances;

  CpuAttention(
      Lane lane,
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    this.lane = lane;
    this.shape = shape;
    this.options = options;
    this.keep = y.hasGradient() && shape.keys() <= KEPT;
    int rows = evenly(shape.queries(), ROWS);
    // Of matrices with one row or one column, oneDNN 3.11 reads beside all but the first of a
    // batch.
    int most = shape.queries() == 1 || shape.keys() == 1 ? 1 : SCORES / (rows * shape.keys());
    int heads = evenly(shape.keyValueHeads(), most);
    int sequences = heads < shape.keyValueHeads() ? 1 : evenly(shape.batch(), most / heads);
    this.largest = (long) sequences * heads * rows * shape.keys();

    Inputs in = inputs(q.value(), k.value(), v.value(), forward);
    Gradients gradients =
        y.hasGradient()
            ? new Gradients(
                lane.inputs().read(DnnlOperand.matrix(y.gradient()), "attended", backward),
                DnnlOperand.matrix(q.gradient()),
                DnnlOperand.matrix(k.gradient()),
                DnnlOperand.matrix(v.gradient()))
            : null;
    distances =
        options.byDistance() == null
            ? null
            : new CpuDistances(lane, options.byDistance(), shape.scale(), largest, forward);
    boolean windowed = shape.mask().window() > 0;
    if (y.hasGradient()) {
      inputs(q.value(), k.value(), v.value(), backward);
      if (distances != null) {
        distances.beginBackward(backward);
      }
      if (windowed) {
        backward.add(new FillLoop(CpuTensor.of(k.gradient()), 0f));
        backward.add(new FillLoop(CpuTensor.of(v.gradient()), 0f));
      }
    }
    for (int sequence = 0; sequence < shape.batch(); sequence += sequences) {
      for (int group = 0; group < shape.keyValueHeads(); group += heads) {
        List<Weights> all = new ArrayList<>();
        for (int member = 0; member < shape.group(); member++) {
          for (int from = 0; from < shape.queries(); from += rows) {
            int count = Math.min(rows, shape.queries() - from);
            int firstKey = shape.mask().firstKey(from);
            AttentionBlock block =
                new AttentionBlock(
                    shape,
                    sequence,
                    Math.min(sequences, shape.batch() - sequence),
                    group,
                    Math.min(heads, shape.keyValueHeads() - group),
                    member,
                    from,
                    count,
                    firstKey,
                    shape.mask().endKey(from + count - 1, shape.keys()) - firstKey);
            all.add(bindForward(block, in, DnnlOperand.matrix(y.value())));
          }
        }
        // Without a window the last block sees every key that others see, so when it runs first
        // its overwrite initialises all of dk and dv; the others add.
        for (int i = all.size() - 1; i >= 0 && gradients != null; i--) {
          bindBackward(all.get(i), in, gradients, windowed || i < all.size() - 1);
        }
      }
    }
  }

  /** What the products of a forward pass read, as matrices. */
  private record Inputs(DnnlOperand q, DnnlOperand k, DnnlOperand v) {}

  /** What the products of a backward pass read, and write. */
  private record Gradients(DnnlOperand dy, DnnlOperand dq, DnnlOperand dk, DnnlOperand dv) {}

  /**
   * The probabilities of a block.
   *
   * @param restore the backward pass's steps to {@code exact}
   * @param prepare the steps from there to {@code read}
   * @param exact the softmax in fp32
   * @param read what the product with the values reads: after dropout and rounding
   */
  private record Weights(
      AttentionBlock block,
      ScoreTerms terms,
      Steps restore,
      Steps prepare,
      Tensor exact,
      DnnlOperand read) {}

  private Weights bindForward(AttentionBlock block, Inputs in, DnnlOperand y) {
    Weights weights = weights(block, in);
    forward.addAll(weights.prepare());
    forward.add(
        lane.primitives()
            .matmul(weights.read(), block.keys(in.v()), block.queries(y), Epilogue.NONE));
    return weights;
  }

  private Weights weights(AttentionBlock block, Inputs in) {
    Primitives primitives = lane.primitives();
    ElementType products = lane.inputs().type();
    Tensor kept = keep ? lane.backend().allocate(products, Math.toIntExact(block.size())) : null;
    boolean exactIsKept = keep && products == ElementType.F32;
    Tensor exact = exactIsKept ? kept : lane.scratch().of("scores", largest);
    ScoreTerms terms = new ScoreTerms(block, options);
    DnnlOperand scores = DnnlOperand.dense(exact, block.dims());
    Steps compute = compute(block, in, terms, exact);
    forward.addAll(compute);
    Steps restore = keep ? new Steps() : compute;
    DnnlOperand read = scores;
    if (keep && !exactIsKept) {
      read = DnnlOperand.dense(kept, block.dims());
      forward.add(primitives.reorder(scores, read));
      restore.add(primitives.reorder(read, scores));
    }
    Steps prepare = new Steps();
    if (terms.drop()) {
      Tensor dropped = lane.scratch().of("dropped", largest);
      Tile rows = new Tile(CpuTensor.of(exact), block.seen());
      Tile target = new Tile(CpuTensor.of(dropped), block.seen());
      prepare.add(terms.drop(rows, target));
      read = DnnlOperand.dense(dropped, block.dims());
    }
    read = lane.inputs().read(read, "probabilities", largest, prepare);
    return new Weights(block, terms, restore, prepare, exact, read);
  }

  /** The steps from queries and keys to probabilities. */
  private Steps compute(AttentionBlock block, Inputs in, ScoreTerms terms, Tensor memory) {
    Primitives primitives = lane.primitives();
    DnnlOperand scores = DnnlOperand.dense(memory, block.dims());
    Steps compute = new Steps();
    compute.add(
        primitives.matmul(
            block.queries(in.q()),
            block.keys(in.k()).transposed(),
            scores,
            Epilogue.scaled(shape.scale(), null)));
    if (distances != null) {
      distances.addTo(block, memory, compute);
    }
    if (shape.mask().causal()) {
      compute.add(HiddenScores.bind(block, CpuTensor.of(memory)));
    }
    if (terms.changeScores()) {
      Tile rows = new Tile(CpuTensor.of(memory), block.seen());
      compute.add(terms.addTo(rows));
    }
    compute.add(primitives.softmax(scores, scores));
    return compute;
  }

  private void bindBackward(Weights weights, Inputs in, Gradients gradients, boolean add) {
    Primitives primitives = lane.primitives();
    AttentionBlock block = weights.block();
    ScoreTerms terms = weights.terms();
    Tensor memory = lane.scratch().of("score gradients", largest);
    DnnlOperand scores = DnnlOperand.dense(memory, block.dims());
    Tile rows = new Tile(CpuTensor.of(memory), block.seen());
    DnnlOperand dy = block.queries(gradients.dy());
    backward.addAll(weights.restore());
    backward.addAll(weights.prepare());
    backward.add(
        primitives.matmul(
            weights.read().transposed(),
            dy,
            block.keys(gradients.dv()),
            add ? Epilogue.ACCUMULATE : Epilogue.NONE));
    backward.add(primitives.matmul(dy, block.keys(in.v()).transposed(), scores, Epilogue.NONE));
    if (terms.drop()) {
      backward.add(terms.drop(rows, rows));
    }
    DnnlOperand probabilities = DnnlOperand.dense(weights.exact(), block.dims());
    backward.add(primitives.softmaxBackward(probabilities, scores, scores));
    if (terms.haveBiasGradient()) {
      backward.add(terms.addGradient(rows));
    }
    if (distances != null) {
      distances.addGradients(block, memory, backward);
    }
    DnnlOperand dScores = lane.inputs().read(scores, "read score gradients", largest, backward);
    backward.add(
        primitives.matmul(
            dScores,
            block.keys(in.k()),
            block.queries(gradients.dq()),
            Epilogue.scaled(shape.scale(), null)));
    backward.add(
        primitives.matmul(
            dScores.transposed(),
            block.queries(in.q()),
            block.keys(gradients.dk()),
            new Epilogue(null, shape.scale(), null, add)));
  }

  /** Columns of one matrix are rounded at once, as rows without gaps: ten times as fast. */
  private Inputs inputs(Tensor q, Tensor k, Tensor v, Steps steps) {
    ProductInputs inputs = lane.inputs();
    DnnlOperand first = DnnlOperand.matrix(q);
    DnnlOperand second = DnnlOperand.matrix(k);
    DnnlOperand third = DnnlOperand.matrix(v);
    long stride = q.rowStride();
    long keyColumn = first.distanceTo(second);
    long valueColumn = first.distanceTo(third);
    boolean fused = valueColumn + v.columns() == stride && keyColumn == q.columns();
    if (!fused) {
      return new Inputs(
          inputs.read(first, "query", steps),
          inputs.read(second, "key", steps),
          inputs.read(third, "value", steps));
    }
    DnnlOperand all = first.view(0, new long[] {q.rows(), stride}, new long[] {stride, 1});
    DnnlOperand read = inputs.read(all, "query, key, value", steps);
    return new Inputs(
        read,
        read.view(keyColumn, second.dims(), read.strides()),
        read.view(valueColumn, third.dims(), read.strides()));
  }

  /** The size of as few parts as {@code most} allows, all nearly the same and at least 1. */
  private static int evenly(int count, int most) {
    int parts = most < 1 ? count : (count + most - 1) / most;
    return (count + parts - 1) / parts;
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }
}
