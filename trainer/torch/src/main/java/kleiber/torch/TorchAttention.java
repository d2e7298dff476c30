package kleiber.torch;

import java.util.Arrays;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention with every mask and option, composed of batched products over dense copies of the
 * heads. A key-value head is copied once for every query head that reads it; its gradient is their
 * sum.
 */
final class TorchAttention {
  /** Vanishes in exp, and stays finite when another is added. */
  private static final float HIDDEN = -1e30f;

  private static final int FLOAT = ScalarType.Float.value;

  private final TorchMemory memory;
  private final AttentionShape shape;
  private final long batches;

  TorchAttention(TorchMemory memory, AttentionShape shape) {
    this.memory = memory;
    this.shape = shape;
    this.batches = (long) shape.batch() * shape.heads();
  }

  Op bind(Variable q, Variable k, Variable v, AttentionOptions options, Variable y) {
    Tensor qs = dense(shape.queries());
    Tensor ks = dense(shape.keys());
    Tensor vs = dense(shape.keys());
    Tensor out = transientDense("out", shape.queries());
    Tensor scores = memory.transientFor("scores", batches, shape.queries(), shape.keys());
    Tensor probabilities = memory.allocate(batches, shape.queries(), shape.keys());
    TorchDropout dropout =
        options.dropout() == null
            ? null
            : new TorchDropout(memory, options.dropout(), batches, shape.queries(), shape.keys());
    Tensor kept =
        dropout == null ? probabilities : memory.allocate(batches, shape.queries(), shape.keys());
    TorchCalls forward =
        new TorchCalls(memory)
            .copy(heads(q.value(), shape.queries(), shape.heads()), grouped(qs))
            .copy(heads(k.value(), shape.keys(), shape.keyValueHeads()), grouped(ks))
            .copy(heads(v.value(), shape.keys(), shape.keyValueHeads()), grouped(vs))
            .op("baddbmm.out", mask(), qs, transposed(ks), 1, shape.scale(), scores);
    addTerms(forward, options, scores);
    forward.op("_softmax.out", scores, 2, false, probabilities);
    if (dropout != null) {
      forward.then(dropout).multiply(probabilities, dropout.factors(), kept);
    }
    forward
        .op("bmm.out", kept, vs, out)
        .copy(grouped(out), heads(y.value(), shape.queries(), shape.heads()));
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      Tensor dOut = transientDense("out", shape.queries());
      Tensor dKeys = transientDense("keys", shape.keys());
      Tensor dScores = memory.transientFor("dScores", batches, shape.queries(), shape.keys());
      backward
          .copy(heads(y.gradient(), shape.queries(), shape.heads()), grouped(dOut))
          .op("bmm.out", transposed(kept), dOut, dKeys);
      sumGroups(backward, dKeys, v.gradient());
      backward.op("bmm.out", dOut, transposed(vs), dScores);
      if (dropout != null) {
        backward.multiply(dScores, dropout.factors(), dScores);
      }
      backward.op("_softmax_backward_data.out", dScores, probabilities, 2, FLOAT, scores);
      if (options.bias() != null && options.bias().hasGradient()) {
        biasGradient(backward, options, scores);
      }
      backward
          .scale(scores, shape.scale(), scores)
          .op("bmm.out", scores, ks, dOut)
          .copy(grouped(dOut), heads(q.gradient(), shape.queries(), shape.heads()))
          .op("bmm.out", transposed(scores), qs, dKeys);
      sumGroups(backward, dKeys, k.gradient());
    }
    return new TorchOp(forward, backward);
  }

  private Tensor dense(int positions) {
    return memory.allocate(batches, positions, shape.headWidth());
  }

  private Tensor transientDense(String purpose, int positions) {
    return memory.transientFor(purpose, batches, positions, shape.headWidth());
  }

  private Tensor transposed(Tensor matrices) {
    return memory.keep(matrices.transpose(1, 2));
  }

  /** scores ← scores + bias + padding. */
  private void addTerms(TorchCalls calls, AttentionOptions options, Tensor scores) {
    Tensor all =
        memory.keep(scores.view(shape.batch(), shape.heads(), shape.queries(), shape.keys()));
    if (options.bias() != null) {
      long sequences = options.biasPerSequence(shape) ? shape.batch() : 1;
      Tensor bias =
          TorchTensor.shaped(
              options.bias().value(), sequences, shape.heads(), shape.queries(), shape.keys());
      calls.add(all, bias, all);
    }
    if (options.keyLengths() != null) {
      Tensor padding = memory.transientFor("padding", shape.batch(), shape.keys());
      calls
          .op("index_select.out", paddings(), 0, TorchTensor.vector(options.keyLengths()), padding)
          .add(all, memory.keep(padding.view(shape.batch(), 1, 1, shape.keys())), all);
    }
  }

  /** The bias's gradient is that of the scores; of a shared bias, their sum over sequences. */
  private void biasGradient(TorchCalls calls, AttentionOptions options, Tensor scores) {
    long sequences = options.biasPerSequence(shape) ? 1 : shape.batch();
    long size = scores.numel() / sequences;
    Tensor target = TorchTensor.shaped(options.bias().gradient(), size);
    if (options.biasGradient() == Gradient.OVERWRITE) {
      calls.op("fill_.Scalar", target, 0.0);
    }
    calls.addColumnSums(memory.keep(scores.view(sequences, size)), target);
  }

  /** 0 where a query sees a key, [1, Tq, Tk]. */
  private Tensor mask() {
    float[] mask = new float[shape.queries() * shape.keys()];
    for (int query = 0; query < shape.queries(); query++) {
      for (int key = 0; key < shape.keys(); key++) {
        boolean seen =
            key >= shape.mask().firstKey(query) && key < shape.mask().endKey(query, shape.keys());
        mask[query * shape.keys() + key] = seen ? 0 : HIDDEN;
      }
    }
    return constant(shape.mask().toString(), mask, 1, shape.queries(), shape.keys());
  }

  /** Row n hides all keys from n on. */
  private Tensor paddings() {
    int keys = shape.keys();
    float[] rows = new float[(keys + 1) * keys];
    for (int length = 0; length <= keys; length++) {
      Arrays.fill(rows, length * keys + length, (length + 1) * keys, HIDDEN);
    }
    return constant("paddings", rows, keys + 1, keys);
  }

  private Tensor constant(String name, float[] values, long... dims) {
    Tensor constant = memory.transientFor(name, dims);
    HostValues.copy(values, constant);
    return constant;
  }

  /**
   * [B, K, group, T, headWidth] of a [B·T, heads·headWidth] tensor; a key-value head stands for its
   * whole group.
   */
  private Tensor heads(kleiber.engine.tensor.Tensor tensor, int positions, int heads) {
    long stride = tensor.rowStride();
    int width = shape.headWidth();
    boolean single = heads == shape.keyValueHeads();
    return TorchTensor.of(tensor)
        .strided(
            0,
            new long[] {
              shape.batch(), shape.keyValueHeads(), single ? 1 : shape.group(), positions, width
            },
            new long[] {
              positions * stride, (long) heads / shape.keyValueHeads() * width, width, stride, 1
            });
  }

  /** The same of a dense [B·H, T, headWidth]. */
  private Tensor grouped(Tensor dense) {
    return memory.keep(
        dense.view(
            shape.batch(), shape.keyValueHeads(), shape.group(), dense.size(1), shape.headWidth()));
  }

  /** target ← the sum over each group's members. */
  private void sumGroups(TorchCalls calls, Tensor dense, kleiber.engine.tensor.Tensor target) {
    Tensor members = grouped(dense);
    Tensor sum = memory.keep(members.narrow(2, 0, 1));
    for (int member = 1; member < shape.group(); member++) {
      calls.add(sum, memory.keep(members.narrow(2, member, 1)), sum);
    }
    calls.copy(sum, heads(target, shape.keys(), shape.keyValueHeads()));
  }
}
