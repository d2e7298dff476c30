package kleiber.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.kernels.AttentionMask;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One lane's kernels at the shapes of one block, forward and backward, in microseconds a call: 8
 * sequences of 128 positions, heads 32 wide, MLPs four times as wide as the stream.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int BATCH = 8;
  private static final int CONTEXT = 128;
  private static final int ROWS = BATCH * CONTEXT;
  private static final int HEAD_WIDTH = 32;
  private static final int VOCABULARY = 256;

  /** A backend and its precision. */
  @Param({"cpu fp32", "cpu bf16", "nd4j fp32"})
  private String engine;

  @Param({"128", "512"})
  private int width;

  private Backend backend;
  private Kernels kernels;
  private Op linear;
  private Op attention;
  private Op layerNorm;
  private Op gelu;
  private CrossEntropy crossEntropy;
  private AdamWUpdate adamW;

  /** Binds every kernel to tensors of its own. */
  @Setup
  public void bind() {
    String[] words = engine.split(" ");
    backend = Backends.find().open(words[0], words[1], 1).backend();
    kernels = backend.kernels();
    linear =
        kernels.linear(
            activations(width),
            variable(3 * width, width),
            variable(3 * width),
            activations(3 * width),
            Gradient.OVERWRITE);
    int heads = width / HEAD_WIDTH;
    AttentionShape shape =
        new AttentionShape(
            BATCH,
            CONTEXT,
            CONTEXT,
            heads,
            heads,
            HEAD_WIDTH,
            AttentionMask.CAUSAL,
            1 / Math.sqrt(HEAD_WIDTH));
    attention =
        kernels.attention(
            shape,
            activations(width),
            activations(width),
            activations(width),
            AttentionOptions.NONE,
            activations(width));
    layerNorm =
        kernels.layerNorm(
            activations(width),
            variable(width),
            variable(width),
            activations(width),
            1e-5,
            Gradient.OVERWRITE);
    gelu = kernels.activation(Activation.GELU_TANH, activations(4 * width), activations(4 * width));
    Tensor targets = backend.allocate(ElementType.I32, ROWS);
    crossEntropy = kernels.crossEntropy(activations(VOCABULARY), targets, 0);
    int parameters = 12 * width * width;
    adamW =
        kernels.adamW(
            new AdamWUpdate.Constants(0.9, 0.95, 1e-8),
            random(parameters),
            random(parameters),
            backend.allocate(parameters),
            backend.allocate(parameters));
  }

  private Variable activations(int columns) {
    return variable(ROWS, columns);
  }

  private Variable variable(int... shape) {
    return new Variable(random(shape), random(shape));
  }

  private Tensor random(int... shape) {
    Tensor tensor = backend.allocate(shape);
    float[] values = new float[Math.toIntExact(tensor.size())];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    tensor.write(0, values, 0, values.length);
    return tensor;
  }

  /** Frees the tensors. */
  @TearDown
  public void close() {
    backend.close();
  }

  private static void run(Op op) {
    op.forward();
    op.backward();
  }

  /** Queries, keys and values: [1024, C] · [C, 3C]. */
  @Benchmark
  public void linear() {
    run(linear);
  }

  /** Causal attention. */
  @Benchmark
  public void attention() {
    run(attention);
  }

  /** [1024, C]. */
  @Benchmark
  public void layerNorm() {
    run(layerNorm);
  }

  /** [1024, 4C]. */
  @Benchmark
  public void gelu() {
    run(gelu);
  }

  /** [1024, 256]. */
  @Benchmark
  public void crossEntropy() {
    crossEntropy.forward();
    crossEntropy.backward();
  }

  /** The parameters of a block, 12·C². */
  @Benchmark
  public void adamW() {
    adamW.step(1e-4, 0.1, 1, 1, 1);
  }
}
