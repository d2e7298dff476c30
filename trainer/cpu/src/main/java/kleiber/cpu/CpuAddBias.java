package kleiber.cpu;

import java.util.Arrays;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * y = x + bias, row by row: oneDNN 3.11 takes 26 ns an element of a view of a wider matrix. The
 * bias's gradient is a product with ones.
 */
final class CpuAddBias implements Op {
  private final MatrixRows x;
  private final MatrixRows y;
  private final Tile bias;
  private final MatrixRows dx;
  private final MatrixRows dy;
  private final boolean adds;
  private final Runnable biasGradient;

  /** A matrix, a row at a time. */
  private record MatrixRows(Tile row, int count, int columns, int stride) {
    static MatrixRows of(Tensor matrix) {
      Tile row = new Tile(CpuTensor.of(matrix), matrix.columns());
      return new MatrixRows(row, matrix.rows(), matrix.columns(), matrix.rowStride());
    }

    float[] load(int index) {
      row.load(index * stride, columns);
      return row.values;
    }

    void store(int index) {
      row.store(index * stride, columns);
    }
  }

  CpuAddBias(Lane lane, Variable x, Variable bias, Variable y, Gradient xGradient) {
    this.x = MatrixRows.of(x.value());
    this.y = MatrixRows.of(y.value());
    this.bias = new Tile(CpuTensor.of(bias.value()), x.value().columns());
    this.adds = xGradient == Gradient.ADD;
    boolean gradients = y.hasGradient();
    this.dx = gradients ? MatrixRows.of(x.gradient()) : null;
    this.dy = gradients ? MatrixRows.of(y.gradient()) : null;
    this.biasGradient = gradients ? biasGradient(lane, bias.gradient(), y.gradient()) : null;
  }

  private static Runnable biasGradient(Lane lane, Tensor gradient, Tensor dy) {
    DnnlOperand ones = DnnlOperand.ones(lane.backend(), dy.rows());
    return lane.addProduct(ones, DnnlOperand.matrix(dy), DnnlOperand.row(gradient), gradient);
  }

  @Override
  public void forward() {
    bias.load(0, x.columns());
    for (int i = 0; i < x.count(); i++) {
      System.arraycopy(x.load(i), 0, y.row().values, 0, x.columns());
      y.row().add(bias.values, 0, x.columns());
      y.store(i);
    }
  }

  @Override
  public void backward() {
    if (dx == null) {
      return;
    }
    biasGradient.run();
    for (int i = 0; i < dx.count(); i++) {
      if (adds) {
        dx.load(i);
      } else {
        Arrays.fill(dx.row().values, 0f);
      }
      dx.row().add(dy.load(i), 0, dx.columns());
      dx.store(i);
    }
  }
}
