package kleiber.trainer.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.AttentionOptions;
import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Dropout;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.reference.ReferenceBackend;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Precision;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;
import kleiber.trainer.verify.Deviation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention on tensor cores agrees with sums in double precision as far as bf16 goes. */
@OnStandIn
class CudaFlashTest {
  private static final Dropout DROPOUT = new Dropout(0.3, 23, () -> 4);

  /** Of the largest element; bf16 has 0.004. */
  private static final double ROUNDING = 0.01;

  record Case(
      int queries, int keys, int heads, int keyHeads, int width, AttentionMask mask, boolean all) {
    AttentionShape shape() {
      double scale = 1 / Math.sqrt(width);
      return new AttentionShape(2, queries, keys, heads, keyHeads, width, mask, scale);
    }

    /** Padding and dropout, where there are such. */
    AttentionOptions options(Backend backend) {
      if (!all) {
        return AttentionOptions.NONE;
      }
      Tensor lengths = backend.allocate(ElementType.I32, 2);
      lengths.writeInts(new int[] {keys, keys / 2 + 1});
      return AttentionOptions.NONE.withKeyLengths(lengths).withDropout(DROPOUT);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int width : new int[] {16, 32, 64, 128}) {
      cases.add(new Case(150, 150, 2, 1, width, AttentionMask.CAUSAL, false));
      cases.add(new Case(70, 150, 1, 1, width, AttentionMask.NONE, true));
    }
    cases.add(new Case(150, 150, 2, 2, 16, AttentionMask.banded(40), false));
    cases.add(new Case(1, 1, 2, 2, 16, AttentionMask.CAUSAL, false));
    return cases;
  }

  /** Inputs and outputs of a case on a backend. */
  private record Bound(Op op, List<Variable> variables) {
    static Bound of(Case c, Backend backend, ElementType outputs) {
      AttentionShape s = c.shape();
      Variable q = input(backend, 2 * s.queries(), s.heads() * s.headWidth(), 1);
      Variable k = input(backend, 2 * s.keys(), s.keyValueHeads() * s.headWidth(), 2);
      Variable v = input(backend, 2 * s.keys(), s.keyValueHeads() * s.headWidth(), 3);
      Tensor y = backend.allocate(outputs, 2 * s.queries(), s.heads() * s.headWidth());
      Tensor dy = input(backend, 2 * s.queries(), s.heads() * s.headWidth(), 4).value();
      Variable out = new Variable(y, dy);
      Op op = backend.kernels().attention(s, q, k, v, c.options(backend), out);
      op.forward();
      op.backward();
      return new Bound(op, List.of(q, k, v, out));
    }

    /** Of numbers that bf16 has. */
    private static Variable input(Backend backend, int rows, int columns, int seed) {
      Random random = new Random(seed);
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        int bits = Float.floatToRawIntBits((float) random.nextGaussian());
        values[i] = Float.intBitsToFloat(bits & 0xffff0000);
      }
      Variable made =
          new Variable(backend.allocate(rows, columns), backend.allocate(rows, columns));
      made.value().set(values);
      return made;
    }
  }

  static Deviation deviation(Case c) {
    try (Backend backend = new CudaBackendProvider().open(1, Precision.BF16)) {
      List<Variable> expected =
          Bound.of(c, new ReferenceBackend(), ElementType.F32).variables();
      List<Variable> actual = Bound.of(c, backend, ElementType.BF16).variables();
      Deviation worst = new Deviation();
      compare("y", actual.get(3).value(), expected.get(3).value(), worst);
      for (int i = 0; i < 3; i++) {
        String what = "d" + "qkv".charAt(i);
        compare(what, actual.get(i).gradient(), expected.get(i).gradient(), worst);
      }
      return worst;
    }
  }

  private static void compare(String what, Tensor actual, Tensor expected, Deviation worst) {
    float[] e = expected.toArray();
    float[] a = actual.toArray();
    double largest = 1e-3;
    for (float value : e) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < e.length; i++) {
      worst.compare(what + "[" + i + "]", a[i], e[i], ROUNDING * largest);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithSumsInDoublePrecision(Case c) {
    Deviation worst = deviation(c);
    assertThat(worst.within(1)).as("%s", worst).isTrue();
  }
}
