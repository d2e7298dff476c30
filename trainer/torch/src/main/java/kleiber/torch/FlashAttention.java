package kleiber.torch;

import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * ATen's fused attention for CPUs, block by block without a matrix of scores (Dao,
 * arXiv:2307.08691): plain heads, all keys or a causal mask.
 */
final class FlashAttention {
  private static final String SCHEMA = "_scaled_dot_product_flash_attention_for_cpu";

  private final TorchMemory memory;
  private final AttentionShape shape;

  private FlashAttention(TorchMemory memory, AttentionShape shape) {
    this.memory = memory;
    this.shape = shape;
  }

  /**
   * Whether the fused kernels can compute it. Of a single key the gradient is zero; theirs is
   * rounding, since they sum the same products in two ways.
   */
  static boolean covers(AttentionShape shape, AttentionOptions options) {
    return shape.group() == 1
        && shape.keys() > 1
        && shape.mask().window() == 0
        && options.bias() == null
        && options.keyLengths() == null
        && options.dropout() == null;
  }

  static Op bind(
      TorchMemory memory, AttentionShape shape, Variable q, Variable k, Variable v, Variable y) {
    return new FlashAttention(memory, shape).bind(q, k, v, y);
  }

  private Op bind(Variable q, Variable k, Variable v, Variable y) {
    int queries = shape.queries();
    int keys = shape.keys();
    boolean causal = shape.mask().causal();
    var qs = heads(q.value(), queries);
    var ks = heads(k.value(), keys);
    var vs = heads(v.value(), keys);
    var out = heads(y.value(), queries);
    var logSumExp =
        memory.keep(memory.allocate(shape.batch(), queries, shape.heads()).transpose(1, 2));
    TorchCalls forward =
        new TorchCalls(memory)
            .op(
                new org.bytedeco.pytorch.Tensor[] {out, logSumExp},
                SCHEMA,
                qs,
                ks,
                vs,
                0.0,
                causal,
                null,
                shape.scale());
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      backward.op(
          new org.bytedeco.pytorch.Tensor[] {
            heads(q.gradient(), queries), heads(k.gradient(), keys), heads(v.gradient(), keys)
          },
          SCHEMA + "_backward",
          heads(y.gradient(), queries),
          qs,
          ks,
          vs,
          out,
          logSumExp,
          0.0,
          causal,
          null,
          shape.scale());
    }
    return new TorchOp(forward, backward);
  }

  /** [B, H, T, headWidth] of a [B·T, H·headWidth] tensor. */
  private org.bytedeco.pytorch.Tensor heads(Tensor tensor, int positions) {
    long stride = tensor.rowStride();
    return TorchTensor.of(tensor)
        .strided(
            0,
            new long[] {shape.batch(), shape.heads(), positions, shape.headWidth()},
            new long[] {positions * stride, shape.headWidth(), stride, 1});
  }
}
