package kleiber.nd4j;

import kleiber.engine.kernels.AdamWUpdate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.factory.Nd4j;

/** {@link AdamWUpdate} in elementwise operations over the flat range. */
final class Nd4jAdamW implements AdamWUpdate {
  private final Constants constants;
  private final INDArray p;
  private final INDArray g;
  private final INDArray m;
  private final INDArray v;
  private final INDArray scaled;
  private final INDArray part;

  Nd4jAdamW(Constants constants, INDArray p, INDArray g, INDArray m, INDArray v) {
    this.constants = constants;
    this.p = p;
    this.g = g;
    this.m = m;
    this.v = v;
    this.scaled = Nd4jCalls.scratch(p);
    this.part = Nd4jCalls.scratch(p);
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double c1, double c2) {
    g.mul(gradientScale, scaled);
    scaled.mul(1 - constants.beta1(), part);
    m.muli(constants.beta1()).addi(part);
    Nd4j.getExecutioner().exec(new Square(scaled, part));
    part.muli(1 - constants.beta2());
    v.muli(constants.beta2()).addi(part);
    Nd4j.getExecutioner().exec(new Sqrt(v, part));
    part.muli(1 / Math.sqrt(c2)).addi(constants.epsilon());
    m.div(part, scaled);
    p.muli(1 - lr * decay).subi(scaled.muli(lr / c1));
  }
}
