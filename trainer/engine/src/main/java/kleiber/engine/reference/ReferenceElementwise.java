package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import java.util.function.LongSupplier;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.DropoutMask;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Kernels whose every output depends on one element of each input. */
final class ReferenceElementwise {
  private static final double STEP = 1e-5;

  private ReferenceElementwise() {}

  /** Central difference: exact enough for float32, and independent of any derivation by hand. */
  private static double slope(Activation f, double x) {
    if (f == Activation.RELU) {
      return x > 0 ? 1 : 0;
    }
    return (f.value(x + STEP) - f.value(x - STEP)) / (2 * STEP);
  }

  static Op activation(Activation f, Variable x, Variable y) {
    return Op.of(
        () -> of(y.value()).setEach((r, c) -> f.value(of(x.value()).get(r, c))),
        () ->
            of(x.gradient())
                .setEach((r, c) -> of(y.gradient()).get(r, c) * slope(f, of(x.value()).get(r, c))));
  }

  static Op gated(Activation f, Variable gate, Variable up, Variable y) {
    return Op.of(
        () ->
            of(y.value())
                .setEach((r, c) -> f.value(of(gate.value()).get(r, c)) * of(up.value()).get(r, c)),
        () ->
            of(y.value())
                .each(
                    (r, c) -> {
                      double dy = of(y.gradient()).get(r, c);
                      double g = of(gate.value()).get(r, c);
                      double u = of(up.value()).get(r, c);
                      of(up.gradient()).set(r, c, dy * f.value(g));
                      of(gate.gradient()).set(r, c, dy * u * slope(f, g));
                    }));
  }

  static Op scale(Variable x, double factor, Variable y) {
    return Op.of(
        () -> of(y.value()).setEach((r, c) -> factor * of(x.value()).get(r, c)),
        () -> of(x.gradient()).setEach((r, c) -> factor * of(y.gradient()).get(r, c)));
  }

  static Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    return Op.of(
        () -> of(y.value()).setEach((r, c) -> of(x.value()).get(r, c) + of(bias.value()).at(c)),
        () -> {
          ReferenceTensor.begin(x, xGradient);
          of(x.gradient()).addEach((r, c) -> of(y.gradient()).get(r, c));
          of(y.gradient())
              .each((r, c) -> of(bias.gradient()).add(0, c, of(y.gradient()).get(r, c)));
        });
  }

  static Op residual(Variable a, Variable b, Variable y) {
    return Op.forwardOnly(
        () -> of(y.value()).setEach((r, c) -> of(a.value()).get(r, c) + of(b.value()).get(r, c)));
  }

  static Op dropout(Variable x, Variable y, Dropout dropout) {
    DropoutMask mask = dropout.mask(x.value().size());
    LongSupplier call = dropout.call();
    int width = x.value().columns();
    ReferenceTensor.Formula factor = (r, c) -> mask.factor(call.getAsLong(), (long) r * width + c);
    return Op.of(
        () -> of(y.value()).setEach((r, c) -> of(x.value()).get(r, c) * factor.at(r, c)),
        () -> of(x.gradient()).setEach((r, c) -> of(y.gradient()).get(r, c) * factor.at(r, c)));
  }
}
