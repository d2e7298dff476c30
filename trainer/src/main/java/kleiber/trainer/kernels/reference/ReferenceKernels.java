package kleiber.trainer.kernels.reference;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.kernels.Adafactor;
import kleiber.trainer.kernels.AdamW;
import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Dropout;
import kleiber.trainer.kernels.DropoutMask;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Every kernel as its formula reads. */
final class ReferenceKernels implements Kernels {
  @Override
  public Runnable fill(Tensor x, float value) {
    return () -> each(x, (row, column) -> of(x).set(row, column, value));
  }

  @Override
  public Runnable add(Tensor target, Tensor source) {
    return () ->
        each(target, (row, column) -> of(target).add(row, column, of(source).get(row, column)));
  }

  @Override
  public DoubleSupplier sumOfSquares(Tensor x) {
    return () -> {
      double[] sum = new double[1];
      each(x, (row, column) -> sum[0] += Math.pow(of(x).get(row, column), 2));
      return sum[0];
    };
  }

  @Override
  public Op embedding(Tensor tokens, Variable table, Variable positions, Variable y) {
    int length = tokens.columns();
    return op(
        () ->
            each(
                y.value(),
                (row, column) -> {
                  double position =
                      positions == null ? 0 : of(positions.value()).get(row % length, column);
                  int token = (int) of(tokens).at(row);
                  of(y.value()).set(row, column, of(table.value()).get(token, column) + position);
                }),
        () ->
            each(
                y.value(),
                (row, column) -> {
                  double dy = of(y.gradient()).get(row, column);
                  of(table.gradient()).add((int) of(tokens).at(row), column, dy);
                  if (positions != null) {
                    of(positions.gradient()).add(row % length, column, dy);
                  }
                }));
  }

  @Override
  public Op linear(Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    return op(() -> product(x, w, bias, null, y), () -> linearBackward(x, w, bias, y, xGradient));
  }

  @Override
  public Op linearResidual(Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    return op(
        () -> product(x, w, bias, residual, y),
        () -> linearBackward(x, w, bias, y, Gradient.OVERWRITE));
  }

  private static void product(
      Variable x, Variable w, Variable bias, Variable residual, Variable y) {
    each(
        y.value(),
        (row, column) -> {
          double sum = bias == null ? 0 : of(bias.value()).at(column);
          sum += residual == null ? 0 : of(residual.value()).get(row, column);
          for (int i = 0; i < x.value().columns(); i++) {
            sum += of(x.value()).get(row, i) * of(w.value()).get(column, i);
          }
          of(y.value()).set(row, column, sum);
        });
  }

  private static void linearBackward(
      Variable x, Variable w, Variable bias, Variable y, Gradient xGradient) {
    begin(x, xGradient);
    each(
        y.value(),
        (row, column) -> {
          double dy = of(y.gradient()).get(row, column);
          for (int i = 0; i < x.value().columns(); i++) {
            of(w.gradient()).add(column, i, dy * of(x.value()).get(row, i));
            if (x.hasGradient()) {
              of(x.gradient()).add(row, i, dy * of(w.value()).get(column, i));
            }
          }
          if (bias != null) {
            of(bias.gradient()).add(0, column, dy);
          }
        });
  }

  @Override
  public Op layerNorm(
      Variable x, Variable gain, Variable bias, Variable y, double epsilon, Gradient xGradient) {
    return norm(true, x, gain, bias, y, epsilon, xGradient);
  }

  @Override
  public Op rmsNorm(Variable x, Variable gain, Variable y, double epsilon, Gradient xGradient) {
    return norm(false, x, gain, null, y, epsilon, xGradient);
  }

  private static Op norm(
      boolean centred,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      double epsilon,
      Gradient xGradient) {
    int width = x.value().columns();
    return op(
        () -> {
          for (int row = 0; row < x.value().rows(); row++) {
            double[] n = normalised(x, row, centred, epsilon);
            for (int c = 0; c < width; c++) {
              double shift = bias == null ? 0 : of(bias.value()).at(c);
              of(y.value()).set(row, c, n[c] * of(gain.value()).at(c) + shift);
            }
          }
        },
        () -> {
          begin(x, xGradient);
          for (int row = 0; row < x.value().rows(); row++) {
            double[] n = normalised(x, row, centred, epsilon);
            double meanH = 0;
            double meanHn = 0;
            for (int c = 0; c < width; c++) {
              double dy = of(y.gradient()).get(row, c);
              double h = dy * of(gain.value()).at(c);
              meanH += centred ? h / width : 0;
              meanHn += h * n[c] / width;
              of(gain.gradient()).add(0, c, dy * n[c]);
              if (bias != null) {
                of(bias.gradient()).add(0, c, dy);
              }
            }
            for (int c = 0; c < width; c++) {
              double h = of(y.gradient()).get(row, c) * of(gain.value()).at(c);
              of(x.gradient()).add(row, c, n[width] * (h - meanH - n[c] * meanHn));
            }
          }
        });
  }

  /** A normalised row, followed by the factor 1/√(variance + ε). */
  private static double[] normalised(Variable x, int row, boolean centred, double epsilon) {
    int width = x.value().columns();
    double mean = 0;
    for (int c = 0; centred && c < width; c++) {
      mean += of(x.value()).get(row, c) / width;
    }
    double variance = 0;
    for (int c = 0; c < width; c++) {
      variance += Math.pow(of(x.value()).get(row, c) - mean, 2) / width;
    }
    double[] n = new double[width + 1];
    n[width] = 1 / Math.sqrt(variance + epsilon);
    for (int c = 0; c < width; c++) {
      n[c] = (of(x.value()).get(row, c) - mean) * n[width];
    }
    return n;
  }

  @Override
  public Op activation(Activation f, Variable x, Variable y) {
    return op(
        () ->
            each(
                x.value(),
                (r, c) -> of(y.value()).set(r, c, ReferenceMath.value(f, of(x.value()).get(r, c)))),
        () ->
            each(
                x.value(),
                (r, c) ->
                    of(x.gradient())
                        .set(
                            r,
                            c,
                            of(y.gradient()).get(r, c)
                                * ReferenceMath.slope(f, of(x.value()).get(r, c)))));
  }

  @Override
  public Op gated(Activation f, Variable gate, Variable up, Variable y) {
    return op(
        () ->
            each(
                y.value(),
                (r, c) ->
                    of(y.value())
                        .set(
                            r,
                            c,
                            ReferenceMath.value(f, of(gate.value()).get(r, c))
                                * of(up.value()).get(r, c))),
        () ->
            each(
                y.value(),
                (r, c) -> {
                  double dy = of(y.gradient()).get(r, c);
                  double g = of(gate.value()).get(r, c);
                  of(up.gradient()).set(r, c, dy * ReferenceMath.value(f, g));
                  of(gate.gradient())
                      .set(r, c, dy * of(up.value()).get(r, c) * ReferenceMath.slope(f, g));
                }));
  }

  @Override
  public Op scale(Variable x, double factor, Variable y) {
    return op(
        () -> each(x.value(), (r, c) -> of(y.value()).set(r, c, factor * of(x.value()).get(r, c))),
        () ->
            each(
                x.value(),
                (r, c) -> of(x.gradient()).set(r, c, factor * of(y.gradient()).get(r, c))));
  }

  @Override
  public Op addBias(Variable x, Variable bias, Variable y, Gradient xGradient) {
    return op(
        () ->
            each(
                x.value(),
                (r, c) ->
                    of(y.value()).set(r, c, of(x.value()).get(r, c) + of(bias.value()).at(c))),
        () -> {
          begin(x, xGradient);
          each(
              x.value(),
              (r, c) -> {
                of(x.gradient()).add(r, c, of(y.gradient()).get(r, c));
                of(bias.gradient()).add(0, c, of(y.gradient()).get(r, c));
              });
        });
  }

  @Override
  public Op residual(Variable a, Variable b, Variable y) {
    return op(
        () ->
            each(
                y.value(),
                (r, c) ->
                    of(y.value()).set(r, c, of(a.value()).get(r, c) + of(b.value()).get(r, c))),
        () -> {});
  }

  @Override
  public Op rotary(Variable x, int positions, int headWidth, double theta) {
    return op(
        () -> rotate(x.value(), positions, headWidth, theta, 1),
        () -> rotate(x.gradient(), positions, headWidth, theta, -1));
  }

  private static void rotate(Tensor x, int positions, int headWidth, double theta, int sign) {
    int half = headWidth / 2;
    for (int row = 0; row < x.rows(); row++) {
      for (int head = 0; head < x.columns(); head += headWidth) {
        for (int i = 0; i < half; i++) {
          double angle = sign * (row % positions) * Math.pow(theta, -2.0 * i / headWidth);
          double a = of(x).get(row, head + i);
          double b = of(x).get(row, head + half + i);
          of(x).set(row, head + i, a * Math.cos(angle) - b * Math.sin(angle));
          of(x).set(row, head + half + i, b * Math.cos(angle) + a * Math.sin(angle));
        }
      }
    }
  }

  @Override
  public Op attention(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    return new ReferenceAttention(shape, q, k, v, options, y);
  }

  @Override
  public Op bucketBias(Tensor buckets, Variable table, Variable y) {
    return ReferencePositions.bucketBias(buckets, table, y);
  }

  @Override
  public Op relativeScores(AttentionShape shape, Variable q, Variable r, Variable y) {
    return ReferencePositions.relativeScores(shape, q, r, y);
  }

  @Override
  public CrossEntropy crossEntropy(Variable logits, Tensor targets, double zLoss) {
    return new ReferenceCrossEntropy(logits, targets, zLoss);
  }

  @Override
  public Op dropout(Variable x, Variable y, Dropout dropout) {
    DropoutMask mask = dropout.mask();
    LongSupplier call = dropout.call();
    int width = x.value().columns();
    return op(
        () ->
            each(
                x.value(),
                (r, c) ->
                    of(y.value())
                        .set(
                            r,
                            c,
                            of(x.value()).get(r, c)
                                * mask.factor(call.getAsLong(), (long) r * width + c))),
        () ->
            each(
                x.value(),
                (r, c) ->
                    of(x.gradient())
                        .set(
                            r,
                            c,
                            of(y.gradient()).get(r, c)
                                * mask.factor(call.getAsLong(), (long) r * width + c))));
  }

  @Override
  public AdamW adamW(AdamW.Constants k, Tensor p, Tensor g, Tensor m, Tensor v) {
    return (lr, decay, scale, c1, c2) ->
        each(
            p,
            (r, c) -> {
              double gradient = scale * of(g).get(r, c);
              double first = k.beta1() * of(m).get(r, c) + (1 - k.beta1()) * gradient;
              double second = k.beta2() * of(v).get(r, c) + (1 - k.beta2()) * gradient * gradient;
              of(m).set(r, c, first);
              of(v).set(r, c, second);
              double step = first / c1 / (Math.sqrt(second / c2) + k.epsilon());
              of(p).add(r, c, -lr * (step + decay * of(p).get(r, c)));
            });
  }

  @Override
  public Adafactor adafactor(
      Adafactor.Constants k, boolean factored, Tensor p, Tensor g, Tensor v, Tensor m) {
    return new ReferenceAdafactor(k, factored, of(p), of(g), of(v), m == null ? null : of(m));
  }

  interface Body {
    void at(int row, int column);
  }

  static void each(Tensor tensor, Body body) {
    for (int row = 0; row < tensor.rows(); row++) {
      for (int column = 0; column < tensor.columns(); column++) {
        body.at(row, column);
      }
    }
  }

  /** Zeroes a gradient that is to be overwritten, so that the rest can add. */
  static void begin(Variable x, Gradient xGradient) {
    if (x.hasGradient() && xGradient == Gradient.OVERWRITE) {
      each(x.gradient(), (r, c) -> of(x.gradient()).set(r, c, 0));
    }
  }

  static ReferenceTensor of(Tensor tensor) {
    return ReferenceTensor.of(tensor);
  }

  static Op op(Runnable forward, Runnable backward) {
    return new Op() {
      @Override
      public void forward() {
        forward.run();
      }

      @Override
      public void backward() {
        backward.run();
      }
    };
  }
}
