package kleiber.cuda;

import static kleiber.cuda.AttentionCall.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * Attention on tensor cores, where its output is wanted in bf16 and nothing is added to the scores:
 * {@code attention_forward_bf16.cu} and {@code attention_backward_bf16.cu}. Inputs in fp32 are
 * rounded first.
 */
final class CudaFlashAttention {
  private static final String FORWARD = "attention_forward_bf16";
  private static final String BACKWARD = "attention_backward_bf16";
  private static final Set<Integer> WIDTHS = Set.of(16, 32, 64, 128);
  private static final int THREADS = 128;
  private static final int DELTA_THREADS = 256;

  /** Elements that one thread of the pre-pass has. */
  private static final int DELTA_ELEMENTS = 8;

  /** Bytes that rows are copied in. */
  private static final int COPY = 16;

  /** Slots of scratch memory. */
  private static final int DELTA = 0;

  private static final int GRADIENT = 1;

  private final Card card;
  private final AttentionCall call;
  private final AttentionShape shape;
  private final FlashTiles tiles;
  private final DropoutCall dropout;
  private final FlashInputs inputs;
  private final Object[] common;

  private CudaFlashAttention(Card card, AttentionCall call) {
    this.card = card;
    this.call = call;
    this.shape = call.shape();
    this.tiles = FlashTiles.of(shape.headWidth());
    this.dropout = new DropoutCall(card.numbers(), call.dropout());
    this.inputs = FlashInputs.of(card, call);
    this.common = common();
  }

  /** Whether these kernels can do a call. */
  static boolean suits(AttentionCall call) {
    Tensor y = call.y().value();
    return y.type() == ElementType.BF16
        && WIDTHS.contains(call.shape().headWidth())
        && call.shape().scale() > 0
        && call.options().bias() == null
        && call.options().byDistance() == null
        && aligned(y)
        && aligned(call.q().value())
        && aligned(call.k().value())
        && aligned(call.v().value())
        && (!call.y().hasGradient()
            || aligned(call.y().gradient())
                && writable(call.q())
                && writable(call.k())
                && writable(call.v()));
  }

  /** Whether every row begins where a copy may. */
  private static boolean aligned(Tensor x) {
    int bytes = x.type().bytes();
    return CudaTensor.address(x) % COPY == 0 && (long) x.rowStride() * bytes % COPY == 0;
  }

  private static boolean writable(Variable x) {
    return x.hasGradient() && x.gradient().type() == ElementType.F32 && aligned(x.gradient());
  }

  static Op bind(Card card, AttentionCall call) {
    return new CudaFlashAttention(card, call).bind();
  }

  private Op bind() {
    boolean training = call.y().hasGradient();
    long bytes = 4 * call.rows();
    long sums = training ? card.memory().allocate(bytes) : card.memory().scratch(DELTA, bytes);
    Tensor y = call.y().value();
    Launch launch =
        card.launch(
            FORWARD,
            FORWARD + "_" + shape.headWidth(),
            Grid.of(call.heads(), tiles.own(shape.queries())),
            THREADS,
            tiles.forwardBytes(),
            join(common, CudaTensor.address(y), y.rowStride(), sums));
    Runnable forward = dropout.before(InOrder.of(inputs.rounding(), launch));
    if (!training) {
      return Op.forwardOnly(forward);
    }
    List<Launch> backward = backward(sums);
    return Op.of(forward, dropout.before(new InOrder(backward)));
  }

  private List<Launch> backward(long sums) {
    List<Launch> all = new ArrayList<>();
    Tensor y = call.y().value();
    Tensor dy = call.y().gradient();
    boolean rounded = dy.type() == ElementType.BF16;
    long elements = y.size();
    long delta = card.memory().scratch(DELTA, 4 * call.rows());
    long gradient =
        rounded ? CudaTensor.address(dy) : card.memory().scratch(GRADIENT, 2 * elements);
    long each = (long) DELTA_THREADS * DELTA_ELEMENTS;
    all.add(
        card.launch(
            BACKWARD,
            "attention_delta_bf16_" + CudaTensor.name(dy),
            Grid.of((int) ((elements + each - 1) / each)),
            DELTA_THREADS,
            0,
            CudaTensor.address(y),
            CudaTensor.address(dy),
            rounded ? 0L : gradient,
            delta,
            y.rowStride(),
            dy.rowStride(),
            (long) y.rows(),
            shape.heads(),
            shape.queries(),
            shape.headWidth()));
    int stride = rounded ? dy.rowStride() : y.columns();
    Object[] known = join(common, gradient, stride, sums, delta);
    Tensor dq = call.q().gradient();
    Tensor dk = call.k().gradient();
    Tensor dv = call.v().gradient();
    all.add(
        card.launch(
            BACKWARD,
            "attention_backward_keys_bf16_" + shape.headWidth(),
            Grid.of(shape.batch() * shape.keyValueHeads(), tiles.own(shape.keys())),
            THREADS,
            tiles.keysBytes(),
            join(
                known,
                CudaTensor.address(dk),
                dk.rowStride(),
                CudaTensor.address(dv),
                dv.rowStride())));
    all.add(
        card.launch(
            BACKWARD,
            "attention_backward_queries_bf16_" + shape.headWidth(),
            Grid.of(call.heads(), tiles.own(shape.queries())),
            THREADS,
            tiles.queriesBytes(),
            join(known, CudaTensor.address(dq), dq.rowStride())));
    return all;
  }

  /** FLASH_ARGUMENTS of {@code flash.cuh}. */
  private Object[] common() {
    return new Object[] {
      inputs.q().address(),
      inputs.k().address(),
      inputs.v().address(),
      CudaTensor.address(call.options().keyLengths()),
      dropout.address(),
      dropout.seed(),
      dropout.threshold(),
      inputs.q().stride(),
      inputs.k().stride(),
      inputs.v().stride(),
      shape.heads(),
      shape.group(),
      shape.queries(),
      shape.keys(),
      shape.mask().causal() ? 1 : 0,
      shape.mask().window(),
      (float) shape.scale(),
      dropout.kept()
    };
  }
}
