package kleiber.cuda;

import java.util.stream.Stream;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * What one attention op is bound to.
 *
 * @param y its output
 */
record AttentionCall(
    AttentionShape shape,
    Variable q,
    Variable k,
    Variable v,
    AttentionOptions options,
    Variable y) {
  private static final Dropout NO_DROPOUT = new Dropout(0, 0, () -> 0);

  /** Sequences times query heads. */
  int heads() {
    return shape.batch() * shape.heads();
  }

  /** Rows of scores. */
  long rows() {
    return (long) heads() * shape.queries();
  }

  /** Its dropout; one that drops nothing where it has none. */
  Dropout dropout() {
    return options.dropout() == null ? NO_DROPOUT : options.dropout();
  }

  /** The queries of scores by distance, or null. */
  Variable placed() {
    return options.byDistance() == null ? null : options.byDistance().queries();
  }

  /** The rows by distance, or null. */
  Variable distances() {
    return options.byDistance() == null ? null : options.byDistance().distances();
  }

  /** Every tensor whose element type kernels are told of, in the order of its bits. */
  int types() {
    Tensor[] all = {
      q.value(),
      k.value(),
      v.value(),
      value(placed()),
      value(distances()),
      y.value(),
      y.gradient(),
      q.gradient(),
      k.gradient(),
      v.gradient(),
      gradient(placed())
    };
    int bits = 0;
    for (int i = 0; i < all.length; i++) {
      bits |= all[i] != null && all[i].type() == ElementType.BF16 ? 1 << i : 0;
    }
    return bits;
  }

  /** {@code first} and {@code more} in one array. */
  static Object[] join(Object[] first, Object... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray();
  }

  /** The value of a variable that may be null. */
  static Tensor value(Variable variable) {
    return variable == null ? null : variable.value();
  }

  /** The gradient of a variable that may be null. */
  static Tensor gradient(Variable variable) {
    return variable == null ? null : variable.gradient();
  }

  /** The distance between rows of a tensor that may be null. */
  static int stride(Tensor tensor) {
    return tensor == null ? 0 : tensor.rowStride();
  }
}
