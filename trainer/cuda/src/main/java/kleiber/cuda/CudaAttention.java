package kleiber.cuda;

import static kleiber.cuda.AttentionCall.gradient;
import static kleiber.cuda.AttentionCall.join;
import static kleiber.cuda.AttentionCall.stride;
import static kleiber.cuda.AttentionCall.value;

import java.util.ArrayList;
import java.util.List;
import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * Attention in exact fp32 with every option: {@code attention_f32.cu} and {@code
 * attention_backward_f32.cu}.
 */
final class CudaAttention {
  private static final String FORWARD = "attention_f32";
  private static final String BACKWARD = "attention_backward_f32";
  private static final int THREADS = 256;
  private static final int TILE = 64;
  private static final int CHUNK = 32;

  /** ATTENTION_FLOATS of {@code tiles.cuh}, in bytes. */
  private static final int SHARED_BYTES =
      4 * (CHUNK * (TILE + 4) + CHUNK * (2 * TILE + 4) + TILE * TILE);

  private static final int WARPS = THREADS / 32;

  /** Slots of scratch memory. */
  private static final int DELTA = 0;

  private static final int PARTIAL = 1;

  private final Card card;
  private final AttentionCall call;
  private final AttentionShape shape;
  private final DropoutCall dropout;
  private final Object[] common;

  /** Columns of a head that one block has the sums of: wider heads have several blocks a tile. */
  private final int columns;

  private CudaAttention(Card card, AttentionCall call) {
    this.card = card;
    this.call = call;
    this.shape = call.shape();
    this.dropout = new DropoutCall(card.numbers(), call.dropout());
    this.common = common();
    this.columns = shape.headWidth() <= CHUNK ? CHUNK : TILE;
  }

  static Op bind(Card card, AttentionCall call) {
    return new CudaAttention(card, call).bind();
  }

  private Op bind() {
    boolean training = call.y().hasGradient();
    long bytes = 4 * call.rows();
    long sums = training ? card.memory().allocate(bytes) : card.memory().scratch(DELTA, bytes);
    Tensor y = call.y().value();
    Launch forward =
        launch(
            FORWARD,
            "attention_forward_f32_" + columns,
            byRow(call.heads(), shape.queries()),
            join(common, CudaTensor.address(y), y.rowStride(), sums));
    if (!training) {
      return Op.forwardOnly(dropout.before(forward));
    }
    List<Launch> backward = backward(sums);
    return Op.of(dropout.before(forward), dropout.before(new InOrder(backward)));
  }

  private List<Launch> backward(long sums) {
    List<Launch> all = new ArrayList<>();
    long delta = card.memory().scratch(DELTA, 4 * call.rows());
    Tensor y = call.y().value();
    Tensor dy = call.y().gradient();
    all.add(
        card.launch(
            BACKWARD,
            "attention_delta",
            Grid.of((int) ((call.rows() + WARPS - 1) / WARPS)),
            THREADS,
            0,
            CudaTensor.address(y),
            CudaTensor.address(dy),
            delta,
            y.rowStride(),
            dy.rowStride(),
            call.types(),
            call.rows(),
            shape.heads(),
            shape.queries(),
            shape.headWidth()));
    Object[] known = join(common, CudaTensor.address(dy), dy.rowStride(), sums, delta);
    Grid byQuery = byRow(call.heads(), shape.queries());
    Tensor dk = call.k().gradient();
    Tensor dv = call.v().gradient();
    if (dk != null || dv != null) {
      all.add(
          launch(
              BACKWARD,
              "attention_backward_keys_f32_" + columns,
              byRow(shape.batch() * shape.keyValueHeads(), shape.keys()),
              join(known, join(matrix(dk), matrix(dv)))));
    }
    Tensor dq = call.q().gradient();
    Tensor placed = gradient(call.placed());
    if (dq != null || placed != null) {
      all.add(
          launch(
              BACKWARD,
              "attention_backward_queries_f32_" + columns,
              byQuery,
              join(known, join(matrix(dq), matrix(placed)))));
    }
    if (gradient(call.options().bias()) != null) {
      all.add(biasBackward(known));
    }
    if (gradient(call.distances()) != null) {
      distancesBackward(known, byQuery, all);
    }
    return all;
  }

  private Launch biasBackward(Object[] known) {
    Tensor gradient = call.options().bias().gradient();
    boolean own = call.options().biasPerSequence(shape);
    return launch(
        BACKWARD,
        "attention_backward_bias",
        new Grid(own ? call.heads() : shape.heads(), tiles(shape.queries()), tiles(shape.keys())),
        join(
            known,
            CudaTensor.address(gradient),
            gradient.rowStride(),
            shape.batch(),
            call.options().biasGradient() == Gradient.ADD ? 1 : 0));
  }

  private void distancesBackward(Object[] known, Grid grid, List<Launch> all) {
    Tensor gradient = call.distances().gradient();
    long size = (long) shape.queries() * gradient.columns();
    long partial = card.memory().scratch(PARTIAL, 4 * size * shape.batch());
    all.add(
        launch(
            BACKWARD, "attention_backward_distances_f32_" + columns, grid, join(known, partial)));
    all.add(
        card.launch(
            BACKWARD,
            "attention_distance_sum",
            Grid.of((int) ((size + THREADS - 1) / THREADS)),
            THREADS,
            0,
            partial,
            CudaTensor.address(gradient),
            gradient.rowStride(),
            shape.batch(),
            size,
            gradient.columns()));
  }

  private Launch launch(String file, String kernel, Grid grid, Object[] values) {
    return card.launch(file, kernel, grid, THREADS, SHARED_BYTES, values);
  }

  /** ATTENTION_ARGUMENTS of {@code attention.cuh}. */
  private Object[] common() {
    Tensor bias = value(call.options().bias());
    requireFloats(bias, "bias");
    requireFloats(gradient(call.options().bias()), "bias");
    requireFloats(gradient(call.distances()), "distances");
    return new Object[] {
      CudaTensor.address(call.q().value()),
      CudaTensor.address(call.k().value()),
      CudaTensor.address(call.v().value()),
      CudaTensor.address(value(call.placed())),
      CudaTensor.address(value(call.distances())),
      CudaTensor.address(bias),
      CudaTensor.address(call.options().keyLengths()),
      dropout.address(),
      dropout.seed(),
      dropout.threshold(),
      stride(call.q().value()),
      stride(call.k().value()),
      stride(call.v().value()),
      stride(value(call.placed())),
      stride(value(call.distances())),
      stride(bias),
      call.types(),
      shape.heads(),
      shape.group(),
      shape.queries(),
      shape.keys(),
      shape.headWidth(),
      shape.mask().causal() ? 1 : 0,
      shape.mask().window(),
      bias != null && call.options().biasPerSequence(shape) ? 1 : 0,
      (float) shape.scale(),
      dropout.kept()
    };
  }

  private static void requireFloats(Tensor tensor, String what) {
    if (tensor != null && tensor.type() != ElementType.F32) {
      throw new IllegalArgumentException("attention's " + what + " must be F32");
    }
  }

  private static Object[] matrix(Tensor tensor) {
    return new Object[] {CudaTensor.address(tensor), stride(tensor)};
  }

  /** A block for every head, tile of rows, and range of columns. */
  private Grid byRow(int heads, int rows) {
    return new Grid(heads, tiles(rows), (shape.headWidth() + columns - 1) / columns);
  }

  private static int tiles(int length) {
    return (length + TILE - 1) / TILE;
  }
}
