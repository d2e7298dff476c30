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
    DnnlOperand in = inputs.read(DnnlOperand.matrix(x.value()), "input", forward);
    DnnlOperand weights = inputs.read(DnnlOperand.matrix(w.value()), "weight", forward);
    forward.add(
        primitives.matmul(
            in,
            weights.transposed(),
            DnnlOperand.matrix(y.value()),
            new Epilogue(
                bias == null ? null : DnnlOperand.row(bias.value()),
                1,
                residual == null ? null : DnnlOperand.matrix(residual),
                false)));
    if (y.hasGradient()) {
      DnnlOperand dy = inputs.read(DnnlOperand.matrix(y.gradient()), "gradient", backward);
      Steps parameters = parameterGradients(x, w, bias, dy);
      Steps input = x.hasGradient() ? inputGradient(x, w, dy, xGradient) : new Steps();
      backward.addAll(lane.side().isFirst() ? parameters : input);
      backward.addAll(lane.side().isFirst() ? input : parameters);
    }
  }

  private Steps parameterGradients(Variable x, Variable w, Variable bias, DnnlOperand dy) {
    Steps steps = new Steps();
    ProductInputs inputs = lane.inputs();
    if (w.hasGradient()) {
      DnnlOperand in = inputs.read(DnnlOperand.matrix(x.value()), "input", steps);
      DnnlOperand dw = DnnlOperand.matrix(w.gradient());
      steps.add(lane.addProduct(dy.transposed(), in, dw, w.gradient()));
    }
    if (bias != null && bias.hasGradient()) {
      Steps once = new Steps();
      DnnlOperand ones =
          inputs.read(
              DnnlOperand.ones(lane.backend(), Math.toIntExact(dy.dims()[0])), "ones", once);
      once.run();
      steps.add(lane.addProduct(ones, dy, DnnlOperand.row(bias.gradient()), bias.gradient()));
    }
    return steps;
  }

  private Steps inputGradient(Variable x, Variable w, DnnlOperand dy, Gradient xGradient) {
    Steps steps = new Steps();
    DnnlOperand weights = lane.inputs().read(DnnlOperand.matrix(w.value()), "weight", steps);
    Epilogue epilogue = xGradient == Gradient.ADD ? Epilogue.ACCUMULATE : Epilogue.NONE;
    steps.add(lane.primitives().matmul(dy, weights, DnnlOperand.matrix(x.gradient()), epilogue));
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
