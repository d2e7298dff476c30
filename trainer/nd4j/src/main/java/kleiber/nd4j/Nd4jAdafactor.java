package kleiber.nd4j;

import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@link AdafactorUpdate} in operations over one matrix; means are products with a row or column.
 */
final class Nd4jAdafactor implements AdafactorUpdate {
  private final Constants constants;
  private final INDArray p;
  private final INDArray g;
  private final INDArray m;
  private final INDArray update;
  private final INDArray part;
  private final SecondMoment secondMoment;

  /** Moves v by the squares in {@link #part} and divides {@link #update} by its root. */
  private interface SecondMoment {
    void apply(double beta2);
  }

  Nd4jAdafactor(
      Constants constants, boolean factored, INDArray p, INDArray g, Tensor v, INDArray m) {
    this.constants = constants;
    this.p = p;
    this.g = g;
    this.m = m;
    this.update = Nd4jCalls.scratch(p);
    this.part = Nd4jCalls.scratch(p);
    this.secondMoment = factored ? factored(Nd4jTensor.of(v)) : whole(v);
  }

  private SecondMoment whole(Tensor v) {
    INDArray moment = Nd4jTensor.matrix(v.reshape((int) p.size(0), (int) p.size(1)));
    return beta2 -> {
      moment.muli(beta2).addi(part.muli(1 - beta2));
      Nd4j.getExecutioner().exec(new RSqrt(moment, part));
      update.muli(part);
    };
  }

  private SecondMoment factored(Nd4jTensor v) {
    long rows = p.size(0);
    long columns = p.size(1);
    INDArray rowMoment = v.strided(0, new long[] {rows, 1}, new long[] {1, 1});
    INDArray columnMoment = v.strided(rows, new long[] {1, columns}, new long[] {columns, 1});
    INDArray rowPart = Nd4jCalls.scratch(rows, 1);
    INDArray columnPart = Nd4jCalls.scratch(1, columns);
    Nd4jCalls means =
        new Nd4jCalls()
            .product(part, false, Nd4jCalls.filled(1.0 / columns, columns, 1), false, rowPart)
            .product(Nd4jCalls.filled(1.0 / rows, 1, rows), false, part, false, columnPart);
    Nd4jCalls divide =
        new Nd4jCalls()
            .map(RSqrt::new, rowPart, rowPart)
            .map(RSqrt::new, columnMoment, columnPart)
            .multiply(update, rowPart, update)
            .multiply(update, columnPart, update);
    return beta2 -> {
      means.run();
      rowMoment.muli(beta2).addi(rowPart.muli(1 - beta2));
      columnMoment.muli(beta2).addi(columnPart.muli(1 - beta2));
      rowMoment.div(rowMoment.meanNumber().doubleValue(), rowPart);
      divide.run();
    };
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double beta2) {
    g.mul(gradientScale, update);
    Nd4j.getExecutioner().exec(new Square(update, part));
    part.addi(constants.epsilon());
    secondMoment.apply(beta2);
    double clip = Math.max(1, rootMeanSquare(update) / constants.clipThreshold());
    double scale = Math.max(constants.minScale(), rootMeanSquare(p));
    update.muli(lr * scale / clip);
    p.muli(1 - decay);
    if (m == null) {
      p.subi(update);
    } else {
      m.muli(constants.momentum()).addi(update.muli(1 - constants.momentum()));
      p.subi(m);
    }
  }

  private static double rootMeanSquare(INDArray x) {
    return x.norm2Number().doubleValue() / Math.sqrt(x.length());
  }
}
