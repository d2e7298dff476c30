package kleiber.nd4j;

import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.kernels.UpdateFormula.Line;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/** {@link UpdateFormula} line by line, each in operations over whole arrays. */
final class Nd4jFormula implements FormulaUpdate {
  private final UpdateFormula formula;
  private final INDArray[] places;
  private final INDArray part;

  Nd4jFormula(UpdateFormula formula, INDArray... tensors) {
    this.formula = formula;
    this.places = new INDArray[formula.places()];
    this.part = Nd4jCalls.scratch(tensors[0]);
    for (int i = 0; i < places.length; i++) {
      places[i] = i < tensors.length ? tensors[i] : Nd4jCalls.scratch(tensors[0]);
    }
  }

  @Override
  public void step(double[] numbers) {
    for (Line line : formula.lines()) {
      run(line, numbers[line.a()], numbers[line.b()]);
    }
  }

  /** The target may be an operand, so it is written last. */
  private void run(Line line, double a, double b) {
    INDArray t = places[line.target()];
    INDArray x = places[line.x()];
    INDArray y = places[line.y()];
    switch (line.operation()) {
      case SCALE -> x.mul(a, t);
      case MIX -> {
        x.mul(a, part);
        y.mul(b, t).addi(part);
      }
      case MIX_SQUARE -> {
        x.mul(x, part).muli(a);
        y.mul(b, t).addi(part);
      }
      case SIGN -> Nd4j.getExecutioner().exec(new Sign(x, t));
      case OVER_ROOT -> {
        y.mul(a, part);
        Nd4j.getExecutioner().exec(new Sqrt(part, part));
        part.addi(b);
        x.div(part, t);
      }
    }
  }
}
