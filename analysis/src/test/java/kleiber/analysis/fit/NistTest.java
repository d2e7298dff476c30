package kleiber.analysis.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nonlinear regression problems of NIST's Statistical Reference Datasets, from both of their
 * starts, to six of the certified digits. Derivatives by complex-free central differences of order
 * four, so that the optimiser alone is tested.
 */
class NistTest {
  /** A model f(x; b). */
  interface Model {
    double at(double x, double[] b);
  }

  record Nist(
      String name, Model model, double[] x, double[] y, double[][] starts, double[] certified) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> problems() {
    return Stream.of(misra1a(), danWood(), mgh09(), mgh10(), boxBod(), rat42())
        .flatMap(p -> Stream.of(Arguments.of(p, 0), Arguments.of(p, 1)));
  }

  @ParameterizedTest(name = "{0} from start {1}")
  @MethodSource("problems")
  void certifiedDigitsAreReached(Nist nist, int start) {
    Descent.End end =
        new Descent(new SumOfSquares(nist), 5000).run(nist.starts[start].clone(), 1e-14);
    for (int j = 0; j < nist.certified.length; j++) {
      assertThat(Math.abs(end.p()[j] / nist.certified[j] - 1)).as("b%d", j + 1).isLessThan(1e-6);
    }
  }

  private record SumOfSquares(Nist nist) implements FitObjective {
    @Override
    public int size() {
      return nist.certified.length;
    }

    @Override
    public double evaluate(double[] b, double[] gradient) {
      java.util.Arrays.fill(gradient, 0);
      double sum = 0;
      for (int i = 0; i < nist.x.length; i++) {
        double r = nist.model.at(nist.x[i], b) - nist.y[i];
        sum += r * r / 2;
        double[] row = row(i, b);
        for (int j = 0; j < row.length; j++) {
          gradient[j] += r * row[j];
        }
      }
      return sum;
    }

    @Override
    public double[][] normalMatrix(double[] b) {
      double[][] matrix = new double[b.length][b.length];
      for (int i = 0; i < nist.x.length; i++) {
        double[] row = row(i, b);
        for (int j = 0; j < row.length; j++) {
          for (int k = 0; k < row.length; k++) {
            matrix[j][k] += row[j] * row[k];
          }
        }
      }
      return matrix;
    }

    private double[] row(int i, double[] b) {
      double[] row = new double[b.length];
      double[] moved = b.clone();
      for (int j = 0; j < b.length; j++) {
        double h = 1e-4 * Math.max(Math.abs(b[j]), 1e-8);
        row[j] = (8 * shift(i, moved, b, j, h) - shift(i, moved, b, j, 2 * h)) / (12 * h);
        moved[j] = b[j];
      }
      return row;
    }

    private double shift(int i, double[] moved, double[] b, int j, double h) {
      moved[j] = b[j] + h;
      double above = nist.model.at(nist.x[i], moved);
      moved[j] = b[j] - h;
      return above - nist.model.at(nist.x[i], moved);
    }
  }

  private static double[] values(double... values) {
    return values;
  }

  private static Nist misra1a() {
    return new Nist(
        "Misra1a",
        (x, b) -> b[0] * (1 - Math.exp(-b[1] * x)),
        values(
            77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1,
            760),
        values(
            10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4,
            75.47, 81.78),
        new double[][] {{500, 0.0001}, {250, 0.0005}},
        values(2.3894212918E+02, 5.5015643181E-04));
  }

  private static Nist danWood() {
    return new Nist(
        "DanWood",
        (x, b) -> b[0] * Math.pow(x, b[1]),
        values(1.309, 1.471, 1.490, 1.565, 1.611, 1.680),
        values(2.138, 3.421, 3.597, 4.340, 4.882, 5.660),
        new double[][] {{1, 5}, {0.7, 4}},
        values(7.6886226176E-01, 3.8604055871E+00));
  }

  private static Nist mgh09() {
    return new Nist(
        "MGH09",
        (x, b) -> b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]),
        values(4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625),
        values(
            0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246),
        new double[][] {{25, 39, 41.5, 39}, {0.25, 0.39, 0.415, 0.39}},
        values(1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01));
  }

  private static Nist mgh10() {
    return new Nist(
        "MGH10",
        (x, b) -> b[0] * Math.exp(b[1] / (x + b[2])),
        values(50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120, 125),
        values(
            34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427,
            3820, 3307, 2872),
        new double[][] {{2, 400000, 25000}, {0.02, 4000, 250}},
        values(5.6096364710E-03, 6.1813463463E+03, 3.4522363462E+02));
  }

  private static Nist boxBod() {
    return new Nist(
        "BoxBOD",
        (x, b) -> b[0] * (1 - Math.exp(-b[1] * x)),
        values(1, 2, 3, 5, 7, 10),
        values(109, 149, 149, 191, 213, 224),
        new double[][] {{1, 1}, {100, 0.75}},
        values(2.1380940889E+02, 5.4723748542E-01));
  }

  private static Nist rat42() {
    return new Nist(
        "Rat42",
        (x, b) -> b[0] / (1 + Math.exp(b[1] - b[2] * x)),
        values(9, 14, 21, 28, 42, 57, 63, 70, 79),
        values(8.93, 10.80, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08),
        new double[][] {{100, 1, 0.1}, {75, 2.5, 0.07}},
        values(7.2462237576E+01, 2.6180768402E+00, 6.7359200066E-02));
  }
}
