package kleiber.engine.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Op;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.reference.ReferenceTensor;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Every kernel computes what its formula says, in fp32. */
public final class KernelClaims {
  /** Relative to the largest entry: float32 has 1.2e-7, sums of a few hundred lose one digit. */
  private static final double FLOAT = 1e-5;

  private KernelClaims() {}

  /** All claims, about two hundred. */
  public static List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    for (OpCase opCase : OpCases.all()) {
      claims.add(claim(opCase.name, (backend, worst) -> compare(opCase, backend, worst)));
    }
    for (Activation f : Activation.values()) {
      claims.add(claim(f + " far from zero", (backend, worst) -> farFromZero(f, backend, worst)));
    }
    claims.add(claim("cross-entropy of wide gaps", KernelClaims::wideGaps));
    claims.add(claim("AdamW and the norm", KernelClaims::adamW));
    claims.add(adafactor(37, 21, true, 0));
    claims.add(adafactor(37, 21, true, 0.9));
    claims.add(adafactor(37, 21, false, 0.9));
    claims.add(adafactor(2, 2, true, 0));
    claims.add(adafactor(1, 333, false, 0));
    claims.addAll(UpdateClaims.all());
    return claims;
  }

  private static Claim claim(String name, Claim.Trial trial) {
    return new Claim("kernels", name, trial);
  }

  /** Twice, since the second run finds what the first has left. */
  private static void compare(OpCase opCase, Backend backend, Deviation worst) {
    OpCase.Bound expected = opCase.bind(new ReferenceBackend());
    OpCase.Bound actual = opCase.bind(backend);
    for (int repetition = 0; repetition < 2; repetition++) {
      expected.op().forward();
      actual.op().forward();
      expected.op().backward();
      actual.op().backward();
      if (expected.op() instanceof CrossEntropy loss) {
        double sum = loss.lossSum();
        worst.compare("loss", ((CrossEntropy) actual.op()).lossSum(), sum, FLOAT * sum);
        compareRows(loss, (CrossEntropy) actual.op(), opCase.slots().get(0).rows(), worst);
      }
      for (OpCase.Slot slot : opCase.slots()) {
        Variable e = expected.variables().get(slot.name());
        Variable a = actual.variables().get(slot.name());
        compare("value of " + slot.name(), a.value(), e.value(), worst);
        compare("gradient of " + slot.name(), a.gradient(), e.gradient(), worst);
      }
    }
  }

  /** Losses of single rows have no z-loss. */
  private static void compareRows(
      CrossEntropy expected, CrossEntropy actual, int rows, Deviation worst) {
    float[] e = new float[rows];
    float[] a = new float[rows];
    expected.readLosses(e);
    actual.readLosses(a);
    for (int row = 0; row < rows; row++) {
      worst.compare("loss of row " + row, a[row], e[row], FLOAT * (1 + e[row]));
    }
  }

  private static void compare(String what, Tensor actual, Tensor expected, Deviation worst) {
    double[] e = ((ReferenceTensor) expected).toDoubles();
    float[] a = actual.toArray();
    double largest = 1e-3;
    for (double value : e) {
      largest = Double.isNaN(value) ? largest : Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      if (!Double.isNaN(e[i])) {
        worst.compare(what + "[" + i + "]", a[i], e[i], FLOAT * largest);
      }
    }
  }

  private static void farFromZero(Activation f, Backend backend, Deviation worst) {
    float[] xs = {-100, -20, -6, -2, 0, 2, 6, 20, 100};
    Function<Backend, Variable[]> run =
        machine -> {
          Variable x = new Variable(machine.allocate(1, 9), machine.allocate(1, 9));
          Variable y = new Variable(machine.allocate(1, 9), machine.allocate(1, 9));
          x.value().set(xs);
          y.gradient().set(1, 1, 1, 1, 1, 1, 1, 1, 1);
          Op op = machine.kernels().activation(f, x, y);
          op.forward();
          op.backward();
          return new Variable[] {x, y};
        };
    Variable[] actual = run.apply(backend);
    Variable[] expected = run.apply(new ReferenceBackend());
    for (int i = 0; i < xs.length; i++) {
      worst.compare(
          f + "(" + xs[i] + ")",
          actual[1].value().toArray()[i],
          expected[1].value().toArray()[i],
          FLOAT * (1 + Math.abs(xs[i])));
      worst.compare(
          f + "'(" + xs[i] + ")",
          actual[0].gradient().toArray()[i],
          expected[0].gradient().toArray()[i],
          2 * FLOAT);
    }
  }

  private static void wideGaps(Backend backend, Deviation worst) {
    Tensor z = backend.allocate(2, 3);
    Tensor dz = backend.allocate(2, 3);
    Tensor targets = backend.allocate(ElementType.I32, 2);
    z.set(0, 500, -300, 0, 1000, 0);
    targets.writeInts(new int[] {0, 1});
    CrossEntropy loss = backend.kernels().crossEntropy(new Variable(z, dz), targets, 0);
    loss.forward();
    loss.backward();
    worst.compare("loss", loss.lossSum(), 500, 1e-3);
    float[] expected = {-0.5f, 0.5f, 0, 0, 0, 0};
    for (int i = 0; i < expected.length; i++) {
      worst.compare("gradient[" + i + "]", dz.toArray()[i], expected[i], 1e-7);
    }
  }

  private static void adamW(Backend backend, Deviation worst) {
    AdamWUpdate.Constants constants = new AdamWUpdate.Constants(0.9, 0.95, 1e-8);
    Backend[] backends = {new ReferenceBackend(), backend};
    float[][] weights = new float[2][];
    double[] squares = new double[2];
    for (int i = 0; i < 2; i++) {
      int size = 5003;
      Tensor p = backends[i].allocate(size);
      Tensor g = backends[i].allocate(size);
      Tensor m = backends[i].allocate(size);
      Tensor v = backends[i].allocate(size);
      p.set(OpCase.random("p", p));
      AdamWUpdate adamW = backends[i].kernels().adamW(constants, p, g, m, v);
      for (int step = 1; step <= 5; step++) {
        g.set(OpCase.random("g" + step, g));
        adamW.step(0.01, 0.1, 0.5, 1 - Math.pow(0.9, step), 1 - Math.pow(0.95, step));
      }
      weights[i] = p.toArray();
      squares[i] = backends[i].kernels().sumOfSquares(g).getAsDouble();
    }
    compareWeights(weights, worst);
    worst.compare("norm", squares[1], squares[0], FLOAT * squares[0]);
  }

  private static Claim adafactor(int rows, int columns, boolean factored, double momentum) {
    String name =
        String.format(
            Locale.ROOT,
            "Adafactor %dx%d%s, momentum %s",
            rows,
            columns,
            factored ? " factored" : "",
            momentum);
    AdafactorUpdate.Constants constants = new AdafactorUpdate.Constants(momentum, 1e-30, 1e-3, 1);
    return claim(
        name,
        (backend, worst) -> {
          Backend[] backends = {new ReferenceBackend(), backend};
          float[][] weights = new float[2][];
          for (int i = 0; i < 2; i++) {
            Tensor p = backends[i].allocate(rows, columns);
            Tensor g = backends[i].allocate(rows, columns);
            Tensor v = backends[i].allocate(factored ? rows + columns : rows * columns);
            Tensor m = momentum > 0 ? backends[i].allocate(rows * columns) : null;
            p.set(OpCase.random("p", p));
            AdafactorUpdate adafactor =
                backends[i].kernels().adafactor(constants, factored, p, g, v, m);
            for (int step = 1; step <= 5; step++) {
              g.set(OpCase.random("g" + step, g));
              adafactor.step(0.1, 0.01, step == 3 ? 1e-4 : 2, 1 - Math.pow(step, -0.8));
            }
            weights[i] = p.toArray();
          }
          compareWeights(weights, worst);
        });
  }

  private static void compareWeights(float[][] weights, Deviation worst) {
    for (int i = 0; i < weights[0].length; i++) {
      worst.compare("p[" + i + "]", weights[1][i], weights[0][i], 3e-6);
    }
  }
}
