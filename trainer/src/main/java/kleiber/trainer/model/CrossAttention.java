package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Attention of a decoder to the encoder's output. */
final class CrossAttention implements Branch {
  private final Assembly assembly;
  private final String name;
  private final Memory memory;
  private final Gradient memoryGradient;

  /**
   * The encoder's output.
   *
   * @param hidden [B·length, C]
   * @param length positions per sequence
   * @param lengths int [B] of what is not padding
   */
  record Memory(Variable hidden, int length, Tensor lengths) {}

  /**
   * @param name of its parameters, such as {@code layers.0.cross.}
   * @param memoryGradient what to do with the gradient the memory already holds: the last block of
   *     a decoder is the first to write it
   */
  CrossAttention(Assembly assembly, String name, Memory memory, Gradient memoryGradient) {
    this.assembly = assembly;
    this.name = name;
    this.memory = memory;
    this.memoryGradient = memoryGradient;
  }

  @Override
  public void append(Variable x, Variable residual, Variable sum, Gradient xGradient) {
    Attention heads = assembly.spec().attention();
    AttentionShape shape =
        new AttentionShape(
            assembly.sequences(),
            assembly.length(),
            memory.length(),
            heads.heads(),
            heads.keyValueHeads(),
            heads.headWidth(),
            AttentionMask.NONE,
            heads.scale());
    Variable queries = assembly.linear(name + "q", x, "cross.q", xGradient);
    Variable pairs = assembly.linear(name + "kv", memory.hidden(), "cross.kv", memoryGradient);
    ElementType products = assembly.kernels().productType();
    Variable attended = assembly.rows("attended", heads.queryWidth(), products, products);
    assembly.add(
        assembly
            .kernels()
            .attention(
                shape,
                queries,
                pairs.columnRange(0, heads.keyWidth()),
                pairs.columnRange(heads.keyWidth(), heads.keyWidth()),
                AttentionOptions.NONE
                    .withKeyLengths(memory.lengths())
                    .withDropout(assembly.attentionDropout()),
                attended));
    assembly.endBranch(name + "out", attended, residual, sum);
  }
}
