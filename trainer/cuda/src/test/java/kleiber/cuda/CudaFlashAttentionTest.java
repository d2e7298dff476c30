package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.AttentionMask;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Op;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention on tensor cores is the reference's, up to the rounding of bf16. */
@OnStandIn
class CudaFlashAttentionTest {
  /** P, its gradient and y are rounded to 2⁻⁹ of themselves; relative to the largest entry. */
  private static final double ROUNDING = 0.02;

  private static final int BATCH = 2;
  private static final int HEADS = 4;
  private static final int KEY_HEADS = 2;

  record Case(int width, int queries, int keys, AttentionMask mask, boolean dropout, Input input) {
    AttentionShape shape() {
      return new AttentionShape(
          BATCH, queries, keys, HEADS, KEY_HEADS, width, mask, 1 / Math.sqrt(width));
    }
  }

  /** Where queries, keys and values lie. */
  enum Input {
    /** Columns of one matrix of bf16, as from a fused projection. */
    FUSED_BF16,
    /** Columns of one matrix of floats, as after rotation. */
    FUSED_F32,
    /** Matrices of their own, of floats, with padded keys. */
    APART
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int width : new int[] {16, 32, 64, 128}) {
      int several = width == 64 ? 130 : 70; // more than a block's own rows
      for (int length : new int[] {9, several}) {
        for (Input input : Input.values()) {
          boolean dropout = input == Input.FUSED_F32;
          cases.add(new Case(width, length, length, AttentionMask.CAUSAL, dropout, input));
        }
        cases.add(
            new Case(
                width, length, length, AttentionMask.banded(9), length == 9, Input.FUSED_BF16));
        cases.add(new Case(width, length, 70, AttentionMask.NONE, true, Input.APART));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheReferenceInBothOrdersOfThreads(Case c) {
    Map<String, double[]> expected = new Run(new ReferenceBackend(), false).results(c);
    compare(c, expected);
    try (StandIn reversed = StandIn.with("STANDIN_REVERSED", 1)) {
      compare(c, expected);
    }
  }

  private static void compare(Case c, Map<String, double[]> expected) {
    try (Backend backend = new CudaBackendProvider().open(1, Precision.BF16)) {
      Run run = new Run(backend, true);
      Map<String, double[]> actual = run.results(c);
      assertThat(run.flash).as("on tensor cores").isTrue();
      expected.forEach((name, values) -> assertClose(name, actual.get(name), values));
    }
  }

  private static void assertClose(String name, double[] actual, double[] expected) {
    double largest = 0.1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) < ROUNDING * largest)) {
        assertThat(actual[i])
            .as("%s[%d]", name, i)
            .isCloseTo(expected[i], within(ROUNDING * largest));
      }
    }
  }

  /** A case on one backend. */
  private static final class Run {
    private final Backend backend;
    private final boolean rounds;
    private final Random random = new Random(3);
    private boolean flash;

    Run(Backend backend, boolean rounds) {
      this.backend = backend;
      this.rounds = rounds;
    }

    Map<String, double[]> results(Case c) {
      int queryColumns = HEADS * c.width();
      int keyColumns = KEY_HEADS * c.width();
      boolean bf16 = rounds && c.input() == Input.FUSED_BF16;
      Map<String, Variable> variables = new TreeMap<>();
      Variable q;
      Variable k;
      Variable v;
      AttentionOptions options = AttentionOptions.NONE;
      if (c.input() == Input.APART) {
        q = variable(bf16, BATCH * c.queries(), queryColumns);
        k = variable(bf16, BATCH * c.keys(), keyColumns);
        v = variable(bf16, BATCH * c.keys(), keyColumns);
        variables.putAll(Map.of("q", q, "k", k, "v", v));
        Tensor lengths = backend.allocate(ElementType.I32, BATCH);
        lengths.writeInts(new int[] {c.keys(), Math.max(1, c.keys() - 5)});
        options = options.withKeyLengths(lengths);
      } else {
        Variable x = variable(bf16, BATCH * c.queries(), queryColumns + 2 * keyColumns);
        variables.put("x", x);
        q = x.columnRange(0, queryColumns);
        k = x.columnRange(queryColumns, keyColumns);
        v = x.columnRange(queryColumns + keyColumns, keyColumns);
      }
      Variable y =
          new Variable(
              values(rounds, BATCH * c.queries(), queryColumns),
              values(bf16, BATCH * c.queries(), queryColumns));
      options = options.withDropout(c.dropout() ? new Dropout(0.2, 5, () -> 3) : null);
      flash = rounds && CudaFlashAttention.suits(new AttentionCall(c.shape(), q, k, v, options, y));
      Op op = backend.kernels().attention(c.shape(), q, k, v, options, y);
      op.forward();
      op.backward();
      Map<String, double[]> results = new TreeMap<>();
      results.put("y", doubles(y.value()));
      variables.forEach((name, x) -> results.put("d" + name, doubles(x.gradient())));
      return results;
    }

    /** Random values that bf16 holds exactly. */
    private Variable variable(boolean bf16, int rows, int columns) {
      return new Variable(values(bf16, rows, columns), values(false, rows, columns));
    }

    private Tensor values(boolean bf16, int rows, int columns) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        int bits = Float.floatToRawIntBits((float) random.nextGaussian());
        values[i] = Float.intBitsToFloat(bits & 0xffff0000);
      }
      if (!bf16) {
        Tensor tensor = backend.allocate(rows, columns);
        tensor.set(values);
        return tensor;
      }
      // Two rounded values lie where one float would.
      float[] pairs = new float[values.length / 2];
      for (int i = 0; i < pairs.length; i++) {
        int low = Float.floatToRawIntBits(values[2 * i]) >>> 16;
        pairs[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[2 * i + 1]) | low);
      }
      Tensor tensor = backend.allocate(1, pairs.length);
      tensor.set(pairs);
      return tensor.view(Layout.of(ElementType.BF16, rows, columns));
    }

    private static double[] doubles(Tensor tensor) {
      float[] values = tensor.toArray();
      double[] all = new double[values.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = values[i];
      }
      return all;
    }
  }
}
