package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** Builds the oneDNN primitives that the kernels are composed of, for one lane's stream. */
final class Primitives {
  private final Dnnl dnnl;
  private final dnnl_stream stream;

  Primitives(Dnnl dnnl) {
    this.dnnl = dnnl;
    this.stream = dnnl.stream();
  }

  /** What a matrix product does besides c = a·b. */
  record Epilogue(Operand bias, double scale, Operand added, boolean accumulate) {
    /** c = a·b. */
    static final Epilogue NONE = new Epilogue(null, 1, null, false);

    /** c += a·b. */
    static final Epilogue ACCUMULATE = new Epilogue(null, 1, null, true);

    /** c = scale·a·b + added (broadcast where a dimension of {@code added} is 1). */
    static Epilogue scaled(double scale, Operand added) {
      return new Epilogue(null, scale, added, false);
    }
  }

  /** c = a·b under an epilogue; leading dimensions are batches. */
  Primitive matmul(Operand a, Operand b, Operand c, Epilogue epilogue) {
    dnnl_post_ops ops = new dnnl_post_ops();
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Dnnl.check(dnnl_post_ops_create(ops), "list of post-operations");
    Dnnl.check(dnnl_primitive_attr_create(attributes), "attribute");
    int count = 0;
    if (epilogue.scale() != 1) {
      dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_linear, (float) epilogue.scale(), 0f);
      count++;
    }
    if (epilogue.accumulate()) {
      dnnl_post_ops_append_sum(ops, 1f, 0, dnnl_f32);
      count++;
    }
    Primitive.Builder builder = new Primitive.Builder(dnnl, stream);
    if (epilogue.added() != null) {
      dnnl_post_ops_append_binary(ops, dnnl_binary_add, epilogue.added().describe());
      builder.argument(
          DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (count + 1) | DNNL_ARG_SRC_1, epilogue.added());
    }
    Dnnl.check(dnnl_primitive_attr_set_post_ops(attributes, ops), "set of post-operations");
    dnnl_memory_desc bias = epilogue.bias() == null ? null : epilogue.bias().describe();
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_matmul_primitive_desc_create(
            desc, dnnl.engine(), a.describe(), b.describe(), bias, c.describe(), attributes),
        "matrix product");
    if (bias != null) {
      builder.argument(DNNL_ARG_BIAS, epilogue.bias());
    }
    return builder
        .argument(DNNL_ARG_SRC, a)
        .argument(DNNL_ARG_WEIGHTS, b)
        .argument(DNNL_ARG_DST, c)
        .build(desc);
  }

  /** y ← x, converted to y's element type and strides. */
  Primitive reorder(Operand x, Operand y) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_reorder_primitive_desc_create(
            desc, x.describe(), dnnl.engine(), y.describe(), dnnl.engine(), null),
        "conversion");
    return builder().argument(DNNL_ARG_FROM, x).argument(DNNL_ARG_TO, y).build(desc);
  }

  /** y = softmax(x) over the last dimension. */
  Primitive softmax(Operand x, Operand y) {
    return builder()
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(softmaxDescription(x, y));
  }

  /** dx from the softmax's output y and dy. */
  Primitive softmaxBackward(Operand y, Operand dy, Operand dx) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_softmax_backward_primitive_desc_create(
            desc,
            dnnl.engine(),
            dnnl_softmax_accurate,
            dx.describe(),
            dy.describe(),
            y.describe(),
            y.dims().length - 1,
            softmaxDescription(y, y),
            null),
        "softmax gradient");
    return builder()
        .argument(DNNL_ARG_DST, y)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .build(desc);
  }

  /** y = f(x) with a {@code dnnl_eltwise_*} function. */
  Primitive eltwise(int function, float alpha, Operand x, Operand y) {
    return builder()
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(eltwiseDescription(function, alpha, x, y));
  }

  /** dx = f'(x)·dy. */
  Primitive eltwiseBackward(int function, float alpha, Operand x, Operand dy, Operand dx) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_eltwise_backward_primitive_desc_create(
            desc,
            dnnl.engine(),
            function,
            dx.describe(),
            dy.describe(),
            x.describe(),
            alpha,
            0f,
            eltwiseDescription(function, alpha, x, x),
            null),
        "elementwise gradient");
    return builder()
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .build(desc);
  }

  /** c = a ∘ b with a {@code dnnl_binary_*} function. */
  Primitive binary(int function, Operand a, Operand b, Operand c) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_binary_primitive_desc_create(
            desc, dnnl.engine(), function, a.describe(), b.describe(), c.describe(), null),
        "elementwise pair");
    return builder()
        .argument(DNNL_ARG_SRC_0, a)
        .argument(DNNL_ARG_SRC_1, b)
        .argument(DNNL_ARG_DST, c)
        .build(desc);
  }

  /** The tensors of a normalisation: null where {@code flags} does not ask for them. */
  record Normalization(Operand gain, Operand bias, Operand mean, Operand variance, int flags) {}

  Primitive normalize(Normalization norm, Operand x, Operand y, float epsilon) {
    return normalization(norm)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(normalizationDescription(norm, x, y, epsilon));
  }

  /** dx, and the gradients of gain and bias, all overwritten. */
  Primitive normalizeBackward(
      Normalization norm,
      Operand x,
      Operand dy,
      Operand dx,
      Operand dGain,
      Operand dBias,
      float epsilon) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_layer_normalization_backward_primitive_desc_create(
            desc,
            dnnl.engine(),
            dnnl_backward,
            dx.describe(),
            dy.describe(),
            x.describe(),
            norm.variance().describe(),
            epsilon,
            norm.flags(),
            normalizationDescription(norm, x, x, epsilon),
            null),
        "normalisation gradient");
    Primitive.Builder builder =
        normalization(norm)
            .argument(DNNL_ARG_SRC, x)
            .argument(DNNL_ARG_DIFF_DST, dy)
            .argument(DNNL_ARG_DIFF_SRC, dx)
            .argument(DNNL_ARG_DIFF_SCALE, dGain);
    if (dBias != null) {
      builder.argument(DNNL_ARG_DIFF_SHIFT, dBias);
    }
    return builder.build(desc);
  }

  private Primitive.Builder normalization(Normalization norm) {
    Primitive.Builder builder = builder();
    builder.argument(DNNL_ARG_VARIANCE, norm.variance()).argument(DNNL_ARG_SCALE, norm.gain());
    if (norm.mean() != null) {
      builder.argument(DNNL_ARG_MEAN, norm.mean());
    }
    if (norm.bias() != null) {
      builder.argument(DNNL_ARG_SHIFT, norm.bias());
    }
    return builder;
  }

  private dnnl_primitive_desc normalizationDescription(
      Normalization norm, Operand x, Operand y, float epsilon) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_layer_normalization_forward_primitive_desc_create(
            desc,
            dnnl.engine(),
            dnnl_forward_training,
            x.describe(),
            y.describe(),
            norm.variance().describe(),
            epsilon,
            norm.flags(),
            null),
        "normalisation");
    return desc;
  }

  private dnnl_primitive_desc softmaxDescription(Operand x, Operand y) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_softmax_forward_primitive_desc_create(
            desc,
            dnnl.engine(),
            dnnl_forward_training,
            dnnl_softmax_accurate,
            x.describe(),
            y.describe(),
            x.dims().length - 1,
            null),
        "softmax");
    return desc;
  }

  private dnnl_primitive_desc eltwiseDescription(int function, float alpha, Operand x, Operand y) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(
        dnnl_eltwise_forward_primitive_desc_create(
            desc,
            dnnl.engine(),
            dnnl_forward_training,
            function,
            x.describe(),
            y.describe(),
            alpha,
            0f,
            null),
        "elementwise function");
    return desc;
  }

  private Primitive.Builder builder() {
    return new Primitive.Builder(dnnl, stream);
  }
}
