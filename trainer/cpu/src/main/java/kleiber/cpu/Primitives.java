package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Builds the oneDNN primitives that the kernels are composed of, for one lane's stream. */
final class Primitives {
  private final OneDnnObjects objects;

  Primitives(OneDnnObjects objects) {
    this.objects = objects;
  }

  /** What a matrix product does besides c = a·b. */
  record Epilogue(DnnlOperand bias, double scale, DnnlOperand added, boolean accumulate) {
    /** c = a·b. */
    static final Epilogue NONE = new Epilogue(null, 1, null, false);

    /** c += a·b. */
    static final Epilogue ACCUMULATE = new Epilogue(null, 1, null, true);

    /** c = scale·a·b + added (broadcast where a dimension of {@code added} is 1). */
    static Epilogue scaled(double scale, DnnlOperand added) {
      return new Epilogue(null, scale, added, false);
    }

    /** Post-operations before the addition. */
    private int before() {
      return (scale == 1 ? 0 : 1) + (accumulate ? 1 : 0);
    }
  }

  /** c = a·b under an epilogue; leading dimensions are batches. */
  Primitive matmul(DnnlOperand a, DnnlOperand b, DnnlOperand c, Epilogue epilogue) {
    DnnlOperand bias = epilogue.bias();
    DnnlOperand added = epilogue.added();
    Primitive.Builder builder =
        builder("matrix product", epilogue.scale(), epilogue.accumulate())
            .argument(DNNL_ARG_SRC, a)
            .argument(DNNL_ARG_WEIGHTS, b)
            .argument(DNNL_ARG_DST, c);
    if (bias != null) {
      builder.argument(DNNL_ARG_BIAS, bias);
    }
    if (added != null) {
      builder.argument(
          DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (epilogue.before() + 1) | DNNL_ARG_SRC_1, added);
    }
    return builder.build(
        desc -> {
          dnnl_primitive_attr attributes = attributes(epilogue);
          int status =
              dnnl_matmul_primitive_desc_create(
                  desc,
                  objects.engine(),
                  form(a),
                  form(b),
                  bias == null ? null : form(bias),
                  form(c),
                  attributes);
          dnnl_primitive_attr_destroy(attributes);
          return status;
        });
  }

  private dnnl_primitive_attr attributes(Epilogue epilogue) {
    dnnl_post_ops ops = new dnnl_post_ops();
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Dnnl.check(dnnl_post_ops_create(ops), "list of post-operations");
    Dnnl.check(dnnl_primitive_attr_create(attributes), "attribute");
    if (epilogue.scale() != 1) {
      dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_linear, (float) epilogue.scale(), 0f);
    }
    if (epilogue.accumulate()) {
      dnnl_post_ops_append_sum(ops, 1f, 0, dnnl_f32);
    }
    if (epilogue.added() != null) {
      dnnl_post_ops_append_binary(ops, dnnl_binary_add, form(epilogue.added()));
    }
    Dnnl.check(dnnl_primitive_attr_set_post_ops(attributes, ops), "set of post-operations");
    dnnl_post_ops_destroy(ops);
    return attributes;
  }

  /** y ← x, converted to y's element type and strides. */
  Primitive reorder(DnnlOperand x, DnnlOperand y) {
    return builder("conversion")
        .argument(DNNL_ARG_FROM, x)
        .argument(DNNL_ARG_TO, y)
        .build(
            desc ->
                dnnl_reorder_primitive_desc_create(
                    desc, form(x), objects.engine(), form(y), objects.engine(), null));
  }

  /** y = softmax(x) over the last dimension. */
  Primitive softmax(DnnlOperand x, DnnlOperand y) {
    return builder("softmax")
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(desc -> describeSoftmax(desc, x, y));
  }

  /** dx from the softmax's output y and dy. */
  Primitive softmaxBackward(DnnlOperand y, DnnlOperand dy, DnnlOperand dx) {
    return builder("softmax gradient")
        .argument(DNNL_ARG_DST, y)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .buildBackward(
            desc -> describeSoftmax(desc, y, y),
            (desc, forward) ->
                dnnl_softmax_backward_primitive_desc_create(
                    desc,
                    objects.engine(),
                    dnnl_softmax_accurate,
                    form(dx),
                    form(dy),
                    form(y),
                    y.dims().length - 1,
                    forward,
                    null));
  }

  private int describeSoftmax(dnnl_primitive_desc desc, DnnlOperand x, DnnlOperand y) {
    return dnnl_softmax_forward_primitive_desc_create(
        desc,
        objects.engine(),
        dnnl_forward_training,
        dnnl_softmax_accurate,
        form(x),
        form(y),
        x.dims().length - 1,
        null);
  }

  /** y = f(x) with a {@code dnnl_eltwise_*} function. */
  Primitive eltwise(int function, float alpha, DnnlOperand x, DnnlOperand y) {
    return builder("elementwise function", function, alpha)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(desc -> describeEltwise(desc, function, alpha, x, y));
  }

  /** dx = f'(x)·dy. */
  Primitive eltwiseBackward(
      int function, float alpha, DnnlOperand x, DnnlOperand dy, DnnlOperand dx) {
    return builder("elementwise gradient", function, alpha)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .buildBackward(
            desc -> describeEltwise(desc, function, alpha, x, x),
            (desc, forward) ->
                dnnl_eltwise_backward_primitive_desc_create(
                    desc,
                    objects.engine(),
                    function,
                    form(dx),
                    form(dy),
                    form(x),
                    alpha,
                    0f,
                    forward,
                    null));
  }

  private int describeEltwise(
      dnnl_primitive_desc desc, int function, float alpha, DnnlOperand x, DnnlOperand y) {
    return dnnl_eltwise_forward_primitive_desc_create(
        desc, objects.engine(), dnnl_forward_training, function, form(x), form(y), alpha, 0f, null);
  }

  /** c = a ∘ b with a {@code dnnl_binary_*} function. */
  Primitive binary(int function, DnnlOperand a, DnnlOperand b, DnnlOperand c) {
    return builder("elementwise pair", function)
        .argument(DNNL_ARG_SRC_0, a)
        .argument(DNNL_ARG_SRC_1, b)
        .argument(DNNL_ARG_DST, c)
        .build(
            desc ->
                dnnl_binary_primitive_desc_create(
                    desc, objects.engine(), function, form(a), form(b), form(c), null));
  }

  /** The tensors of a normalisation: null where {@code flags} does not ask for them. */
  record Normalization(
      DnnlOperand gain, DnnlOperand bias, DnnlOperand mean, DnnlOperand variance, int flags) {}

  Primitive normalize(Normalization norm, DnnlOperand x, DnnlOperand y, float epsilon) {
    return builder("normalisation", norm, epsilon)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .build(desc -> describeNormalization(desc, norm, x, y, epsilon));
  }

  /** dx, and the gradients of gain and bias, all overwritten. */
  Primitive normalizeBackward(
      Normalization norm,
      DnnlOperand x,
      DnnlOperand dy,
      DnnlOperand dx,
      DnnlOperand dGain,
      DnnlOperand dBias,
      float epsilon) {
    Primitive.Builder builder =
        builder("normalisation gradient", norm, epsilon)
            .argument(DNNL_ARG_SRC, x)
            .argument(DNNL_ARG_DIFF_DST, dy)
            .argument(DNNL_ARG_DIFF_SRC, dx)
            .argument(DNNL_ARG_DIFF_SCALE, dGain);
    if (dBias != null) {
      builder.argument(DNNL_ARG_DIFF_SHIFT, dBias);
    }
    return builder.buildBackward(
        desc -> describeNormalization(desc, norm, x, x, epsilon),
        (desc, forward) ->
            dnnl_layer_normalization_backward_primitive_desc_create(
                desc,
                objects.engine(),
                dnnl_backward,
                form(dx),
                form(dy),
                form(x),
                form(norm.variance()),
                epsilon,
                norm.flags(),
                forward,
                null));
  }

  private int describeNormalization(
      dnnl_primitive_desc desc, Normalization norm, DnnlOperand x, DnnlOperand y, float epsilon) {
    return dnnl_layer_normalization_forward_primitive_desc_create(
        desc,
        objects.engine(),
        dnnl_forward_training,
        form(x),
        form(y),
        form(norm.variance()),
        epsilon,
        norm.flags(),
        null);
  }

  private Primitive.Builder builder(String computation, Normalization norm, float epsilon) {
    Primitive.Builder builder =
        builder(computation, norm.flags(), epsilon)
            .argument(DNNL_ARG_VARIANCE, norm.variance())
            .argument(DNNL_ARG_SCALE, norm.gain());
    if (norm.mean() != null) {
      builder.argument(DNNL_ARG_MEAN, norm.mean());
    }
    if (norm.bias() != null) {
      builder.argument(DNNL_ARG_SHIFT, norm.bias());
    }
    return builder;
  }

  private Primitive.Builder builder(String computation, Object... parameters) {
    return new Primitive.Builder(objects, computation, parameters);
  }

  private dnnl_memory_desc form(DnnlOperand operand) {
    return objects.describe(operand);
  }
}
