package kleiber.engine.reference;

import java.util.List;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.kernels.UpdateFormula.Line;

/** {@link UpdateFormula} element by element. */
record ReferenceFormula(UpdateFormula formula, List<ReferenceTensor> tensors)
    implements FormulaUpdate {

  @Override
  public void step(double[] numbers) {
    double[] values = new double[formula.places()];
    List<Line> lines = formula.lines();
    for (int i = 0; i < tensors.get(0).size(); i++) {
      for (int t = 0; t < tensors.size(); t++) {
        values[t] = tensors.get(t).at(i);
      }
      for (Line line : lines) {
        values[line.target()] = value(line, values, numbers);
      }
      for (int t = 0; t < tensors.size(); t++) {
        tensors.get(t).put(i, values[t]);
      }
    }
  }

  private static double value(Line line, double[] values, double[] numbers) {
    double x = values[line.x()];
    double y = values[line.y()];
    double a = numbers[line.a()];
    double b = numbers[line.b()];
    return switch (line.operation()) {
      case SCALE -> a * x;
      case MIX -> a * x + b * y;
      case MIX_SQUARE -> a * x * x + b * y;
      case SIGN -> Math.signum(x);
      case OVER_ROOT -> x / (Math.sqrt(a * y) + b);
    };
  }
}
