package kleiber.trainer.model;

import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Attention of a sequence to itself, query, key and value from one fused projection. */
final class SelfAttention implements Branch {
  private final Assembly assembly;
  private final String name;
  private final AttentionShape shape;
  private final PlaceTerm places;
  private final Tensor lengths;

  /**
   * @param name of its parameters, such as {@code layers.0.attn.}
   * @param mask which keys a query sees by their places
   * @param places what positions do here
   * @param lengths int [B] of what is not padding, or null
   */
  SelfAttention(
      Assembly assembly, String name, AttentionMask mask, PlaceTerm places, Tensor lengths) {
    this.assembly = assembly;
    this.name = name;
    this.places = places;
    this.lengths = lengths;
    Attention heads = assembly.spec().attention();
    this.shape =
        new AttentionShape(
            assembly.sequences(),
            assembly.length(),
            assembly.length(),
            heads.heads(),
            heads.keyValueHeads(),
            heads.headWidth(),
            mask,
            heads.scale());
  }

  @Override
  public void append(Variable x, Variable residual, Variable sum, Gradient xGradient) {
    int queries = assembly.spec().attention().queryWidth();
    int keys = assembly.spec().attention().keyWidth();
    ElementType products = assembly.kernels().productType();
    ElementType type = places == PlaceTerm.NONE ? products : ElementType.F32;
    Variable qkv = assembly.rows("qkv", queries + 2 * keys, type, ElementType.F32);
    assembly.linear(name + "qkv", x, qkv, xGradient);
    PlaceTerm.Placed placed = places.append(name, qkv, shape);
    Variable attended = assembly.rows("attended", queries, products, products);
    assembly.add(
        assembly
            .kernels()
            .attention(
                shape,
                placed.queries(),
                qkv.columnRange(queries, keys),
                qkv.columnRange(queries + keys, keys),
                placed.options().withKeyLengths(lengths).withDropout(assembly.attentionDropout()),
                attended));
    assembly.endBranch(name + "out", attended, residual, sum);
  }
}
