package kleiber.cuda;

import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Ops whose every output depends on one element of each input: {@code elementwise.cu}. */
final class CudaElementwise {
  private static final String FILE = "elementwise";

  private final Card card;

  CudaElementwise(Card card) {
    this.card = card;
  }

  Runnable fill(Tensor x, float value) {
    long address = CudaTensor.vector(x);
    Block block = CudaTensor.of(x).block();
    long bytes = x.size() * x.type().bytes();
    Runnable fill =
        value == 0
            ? () -> card.stream().zero(address, bytes)
            : card.overAll(FILE, "fill_f32", x.size(), address, value, x.size());
    return () -> {
      block.changed();
      fill.run();
    };
  }

  Runnable add(Tensor target, Tensor source) {
    Block block = CudaTensor.of(target).block();
    Launch add =
        card.overAll(
            FILE,
            "add_f32",
            target.size(),
            CudaTensor.vector(target),
            CudaTensor.vector(source),
            target.size());
    return () -> {
      block.changed();
      add.run();
    };
  }

  Op residual(Variable a, Variable b, Variable y) {
    return Op.forwardOnly(
        overAll("residual_f32", y, vector(a.value()), vector(b.value()), vector(y.value())));
  }

  Op scale(Variable x, double factor, Variable y) {
    Runnable forward =
        overAll("scale_f32_f32", y, vector(x.value()), (float) factor, vector(y.value()));
    if (!x.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    return Op.of(
        forward,
        overAll("scale_f32_f32", y, vector(y.gradient()), (float) factor, vector(x.gradient())));
  }

  /** What {@code elementwise.cu} calls it: a function that it lacks would be taken for another. */
  private static int number(Activation f) {
    return switch (f) {
      case RELU -> 0;
      case GELU -> 1;
      case GELU_TANH -> 2;
      case SILU -> 3;
      case TANH -> 4;
      case RELU_SQUARED -> 5;
    };
  }

  Op activation(Activation f, Variable x, Variable y) {
    Runnable forward =
        overAll(
            "activation_forward_" + types(x.value(), y.value()),
            y,
            number(f),
            vector(x.value()),
            vector(y.value()));
    if (!x.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    return Op.of(
        forward,
        overAll(
            "activation_backward_" + types(x.value(), y.gradient(), x.gradient()),
            y,
            number(f),
            vector(x.value()),
            vector(y.gradient()),
            vector(x.gradient())));
  }

  Op gated(Activation f, Variable gate, Variable up, Variable y) {
    Runnable forward =
        overAll(
            "gated_forward_" + types(gate.value(), y.value()),
            y,
            number(f),
            vector(gate.value()),
            vector(up.value()),
            vector(y.value()));
    if (!y.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    return Op.of(
        forward,
        overAll(
            "gated_backward_" + types(gate.value(), y.gradient()),
            y,
            number(f),
            vector(gate.value()),
            vector(up.value()),
            vector(y.gradient()),
            vector(gate.gradient()),
            vector(up.gradient())));
  }

  Op dropout(Variable x, Variable y, Dropout dropout) {
    DropoutCall call = new DropoutCall(card.numbers(), dropout);
    Runnable forward = dropout(x.value(), y.value(), call);
    if (!x.hasGradient()) {
      return Op.forwardOnly(call.before(forward));
    }
    return Op.of(call.before(forward), call.before(dropout(y.gradient(), x.gradient(), call)));
  }

  private Runnable dropout(Tensor from, Tensor to, DropoutCall call) {
    return card.overAll(
        FILE,
        "dropout_" + types(from, to),
        to.size(),
        vector(from),
        vector(to),
        to.size(),
        call.seed(),
        call.address(),
        call.threshold(),
        call.kept());
  }

  /** A launch over all elements of y, their number as its last argument. */
  private Runnable overAll(String kernel, Variable y, Object... values) {
    Object[] all = java.util.Arrays.copyOf(values, values.length + 1);
    all[values.length] = y.value().size();
    return card.overAll(FILE, kernel, y.value().size(), all);
  }

  private static long vector(Tensor tensor) {
    return CudaTensor.vector(tensor);
  }

  private static String types(Tensor... tensors) {
    return String.join(
        "_", java.util.Arrays.stream(tensors).map(CudaTensor::name).toArray(String[]::new));
  }
}
