package kleiber.cpu;

import kleiber.cpu.Primitives.Epilogue;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** y = residual + x·wᵀ + bias, each of its products one oneDNN call. */
final class CpuLinear implements Op {
  private final Lane lane;
  private final Steps forward = new Steps();
  private final Steps backward = new Steps();

  CpuLinear(
      Lane lane,
      Variable x,
      Variable w,
      Variable bias,
      Tensor residual,
      Variable y,
      Gradient xGradient) {
    this.lane = lane;
    Primitives primitives = lane.primitives();
    ProductInputs inputs = lane.inputs();
    Operand in = inputs.read(Operand.matrix(x.value()), "input", forward);
    Operand weights = inputs.read(Operand.matrix(w.value()), "weight", forward);
    forward.add(
        primitives.matmul(
            in,
            weights.transposed(),
            Operand.matrix(y.value()),
            new Epilogue(
                bias == null ? null : Operand.row(bias.value()),
                1,
                residual == null ? null : Operand.matrix(residual),
                false)));
    if (y.hasGradient()) {
      Operand dy = inputs.read(Operand.matrix(y.gradient()), "gradient", backward);
      Steps parameters = parameterGradients(x, w, bias, dy);
      Steps input = x.hasGradient() ? inputGradient(x, w, dy, xGradient) : new Steps();
      backward.addAll(lane.side().isFirst() ? parameters : input);
      backward.addAll(lane.side().isFirst() ? input : parameters);
    }
  }

  private Steps parameterGradients(Variable x, Variable w, Variable bias, Operand dy) {
    Steps steps = new Steps();
    ProductInputs inputs = lane.inputs();
    if (w.hasGradient()) {
      Operand in = inputs.read(Operand.matrix(x.value()), "input", steps);
      Operand dw = Operand.matrix(w.gradient());
      steps.add(lane.addProduct(dy.transposed(), in, dw, w.gradient()));
    }
    if (bias != null && bias.hasGradient()) {
      Steps once = new Steps();
      Operand ones =
          inputs.read(Operand.ones(lane.backend(), Math.toIntExact(dy.dims()[0])), "ones", once);
      once.run();
      steps.add(lane.addProduct(ones, dy, Operand.row(bias.gradient()), bias.gradient()));
    }
    return steps;
  }

  private Steps inputGradient(Variable x, Variable w, Operand dy, Gradient xGradient) {
    Steps steps = new Steps();
    Operand weights = lane.inputs().read(Operand.matrix(w.value()), "weight", steps);
    Epilogue epilogue = xGradient == Gradient.ADD ? Epilogue.ACCUMULATE : Epilogue.NONE;
    steps.add(lane.primitives().matmul(dy, weights, Operand.matrix(x.gradient()), epilogue));
    return steps;
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
