package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Linear layers of all sizes, places and types agree with sums in double precision. */
@OnStandIn
class CudaLinearTest {
  /** Rows M, inputs K and outputs N. */
  private static final int[][] SIZES = {
    {1, 1, 1}, {3, 5, 7}, {17, 33, 20}, {65, 129, 67}, {200, 88, 72}, {256, 192, 272}, {700, 64, 64}
  };

  /** Of matrices with more elements than this every 13th row is looked at. */
  private static final int MANY = 200_000;

  private static final int SAMPLE = 13;

  /** The first column of x and y in wider matrices: aligned, or not. */
  private static final int[] FIRST_COLUMNS = {0, 8, 3};

  record Case(
      int[] size,
      int firstColumn,
      Precision precision,
      ElementType xType,
      ElementType yType,
      ElementType dyType,
      Gradient gradient) {
    @Override
    public String toString() {
      return Arrays.toString(size)
          + String.format(
              Locale.ROOT,
              " at %d %s x %s y %s dy %s %s",
              firstColumn,
              precision,
              xType,
              yType,
              dyType,
              gradient);
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    ElementType f32 = ElementType.F32;
    ElementType bf16 = ElementType.BF16;
    for (int[] size : SIZES) {
      for (int first : FIRST_COLUMNS) {
        for (Gradient g : Gradient.values()) {
          cases.add(new Case(size, first, Precision.FP32, f32, f32, f32, g));
          cases.add(new Case(size, first, Precision.BF16, bf16, f32, f32, g));
          cases.add(new Case(size, first, Precision.BF16, f32, bf16, bf16, g));
          cases.add(new Case(size, first, Precision.BF16, bf16, bf16, bf16, g));
        }
      }
    }
    return cases.stream();
  }

  private final Random random = new Random(5);

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithSumsInDoublePrecision(Case c) {
    try (Backend backend = new CudaBackendProvider().open(1, c.precision)) {
      int m = c.size[0];
      int k = c.size[1];
      int n = c.size[2];
      Values x = new Values(backend, c.xType, m, k, c.firstColumn, false);
      Values dx =
          new Values(backend, c.dyType, m, k, c.firstColumn, c.gradient == Gradient.OVERWRITE);
      Values w = new Values(backend, ElementType.F32, n, k, 0, false);
      Values dw = new Values(backend, ElementType.F32, n, k, 0, false);
      Values y = new Values(backend, c.yType, m, n, c.firstColumn, true);
      Values dy = new Values(backend, c.dyType, m, n, c.firstColumn, false);
      Values residual = new Values(backend, ElementType.F32, m, n, 0, false);
      Values bias = new Values(backend, ElementType.F32, 1, n, 0, false);
      Values dbias = new Values(backend, ElementType.F32, 1, n, 0, false);
      boolean ends = c.gradient == Gradient.OVERWRITE;

      Kernels kernels = backend.kernels();
      Variable in = new Variable(x.tensor, dx.tensor);
      Variable weight = new Variable(w.tensor, dw.tensor);
      Variable row = new Variable(bias.tensor.reshape(n), dbias.tensor.reshape(n));
      Variable out = new Variable(y.tensor, dy.tensor);
      Op op =
          ends
              ? kernels.linearResidual(in, weight, row, Variable.constant(residual.tensor), out)
              : kernels.linear(in, weight, row, out, c.gradient);
      op.forward();
      op.backward();

      boolean roundsBias =
          System.getProperty(CublasLt.LIBRARY) != null && c.yType == ElementType.BF16;
      boolean rounds = c.precision == Precision.BF16;
      double[][] xs = x.factors(rounds);
      double[][] ws = w.factors(rounds);
      double[][] dys = dy.factors(rounds);
      double[][] wColumns = columns(ws);
      double[][] xColumns = columns(xs);
      double[][] dyColumns = columns(dys);
      double[][] biasTerms = columns(dy.before);
      y.check(
          (i, j, sum) -> {
            sum.add(bias.before[0][j]);
            sum.allow(roundsBias ? Math.abs(bias.before[0][j]) / 256 : 0);
            sum.add(ends ? residual.before[i][j] : 0);
            sum.addProducts(xs[i], ws[j]);
          });
      dx.check(
          (i, j, sum) -> {
            sum.add(ends ? 0 : dx.before[i][j]);
            sum.addProducts(dys[i], wColumns[j]);
          });
      dw.check(
          (i, j, sum) -> {
            sum.add(dw.before[i][j]);
            sum.addProducts(dyColumns[i], xColumns[j]);
          });
      dbias.check(
          (i, j, sum) -> {
            sum.add(dbias.before[0][j]);
            for (int t = 0; t < m; t++) {
              sum.add(biasTerms[j][t]);
              sum.allow(Math.abs(biasTerms[j][t] - dyColumns[j][t]));
            }
          });
    }
  }

  private static double[][] columns(double[][] matrix) {
    double[][] columns = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = matrix[i][j];
      }
    }
    return columns;
  }

  /** A sum and what rounding may change of it. */
  private static final class Sum {
    private double value;
    private double allowed;

    void add(double term) {
      value += term;
      allow(1e-6 * Math.abs(term));
    }

    void addProducts(double[] a, double[] b) {
      double terms = 0;
      double sizes = 0;
      for (int i = 0; i < a.length; i++) {
        double term = a[i] * b[i];
        terms += term;
        sizes += Math.abs(term);
      }
      value += terms;
      allow(1e-6 * sizes);
    }

    void allow(double deviation) {
      allowed += deviation;
    }
  }

  private interface Terms {
    void of(int row, int column, Sum sum);
  }

  /** A column range of random values, or of NaN, in a wider matrix of NaN. */
  private final class Values {
    private final Tensor wide;
    private final Tensor tensor;
    private final int first;
    private final double[][] before;

    Values(Backend backend, ElementType type, int rows, int columns, int first, boolean nan) {
      this.first = first;
      int width = columns + (first == 0 ? 0 : first % 8 == 0 ? 16 - columns % 8 : first + 4);
      float[] values = new float[rows * width];
      for (int i = 0; i < values.length; i++) {
        boolean inside = i % width >= first && i % width < first + columns;
        values[i] = inside && !nan ? (float) random.nextGaussian() : Float.NaN;
      }
      wide =
          type == ElementType.F32 ? floats(backend, values, rows) : halves(backend, values, rows);
      tensor = width == columns ? wide : wide.columnRange(first, columns);
      before = read();
    }

    private static Tensor floats(Backend backend, float[] values, int rows) {
      Tensor tensor = backend.allocate(rows, values.length / rows);
      tensor.set(values);
      return tensor;
    }

    /** Two rounded values lie where one float would. */
    private static Tensor halves(Backend backend, float[] values, int rows) {
      float[] pairs = new float[(values.length + 1) / 2];
      for (int i = 0; i < values.length; i++) {
        int half = Float.floatToRawIntBits(toBf16(values[i])) >>> 16;
        int other = Float.floatToRawIntBits(pairs[i / 2]);
        pairs[i / 2] = Float.intBitsToFloat(other | half << i % 2 * 16);
      }
      Tensor tensor = floats(backend, pairs, 1);
      return tensor.view(Layout.of(ElementType.BF16, rows, values.length / rows));
    }

    private double[][] read() {
      float[] all = wide.toArray();
      double[][] values = new double[tensor.rows()][tensor.columns()];
      for (int i = 0; i < values.length; i++) {
        for (int j = 0; j < values[i].length; j++) {
          values[i][j] = all[i * wide.columns() + first + j];
        }
      }
      return values;
    }

    /** What products take for the values before. */
    double[][] factors(boolean rounded) {
      return rounded
          ? Arrays.stream(before)
              .map(row -> Arrays.stream(row).map(v -> toBf16((float) v)).toArray())
              .toArray(double[][]::new)
          : before;
    }

    private static float toBf16(float value) {
      if (Float.isNaN(value)) {
        return Float.NaN;
      }
      int bits = Float.floatToRawIntBits(value);
      return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
    }

    void check(Terms terms) {
      double[][] values = read();
      int step = tensor.size() > MANY ? SAMPLE : 1;
      for (int i = 0; i < values.length; i += step) {
        for (int j = 0; j < values[i].length; j++) {
          Sum sum = new Sum();
          terms.of(i, j, sum);
          sum.allow(tensor.type() == ElementType.BF16 ? Math.abs(sum.value) / 256 : 0);
          if (!(Math.abs(values[i][j] - sum.value) <= sum.allowed)) {
            assertThat(values[i][j])
                .as("row %d, column %d", i, j)
                .isCloseTo(sum.value, within(sum.allowed));
          }
        }
      }
      checkSurroundings();
    }

    /** Nothing beside the range was written. */
    private void checkSurroundings() {
      float[] all = wide.toArray();
      for (int i = 0; i < all.length; i++) {
        int column = i % wide.columns();
        if (column < first || column >= first + tensor.columns()) {
          assertThat(all[i]).isNaN();
        }
      }
    }
  }
}
