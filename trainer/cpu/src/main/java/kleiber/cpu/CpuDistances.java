package kleiber.cpu;

import java.util.Arrays;
import kleiber.cpu.Primitives.Epilogue;
import kleiber.engine.kernels.ScoresByDistance;
import kleiber.engine.tensor.Tensor;

/**
 * {@link ScoresByDistance} of blocks of attention: a product of the block's queries and the
 * distances they see, whose rows are then turned from distances into keys, the same numbers in
 * reverse order; so no more than a block's scores are held at once.
 */
final class CpuDistances {
  private final Lane lane;
  private final ScoresByDistance scores;
  private final double scale;
  private final long largest;
  private final DnnlOperand queries;
  private final DnnlOperand distances;

  /**
   * Begins the forward pass.
   *
   * @param scale of the scores
   * @param largest scores a block
   */
  CpuDistances(Lane lane, ScoresByDistance scores, double scale, long largest, Steps forward) {
    this.lane = lane;
    this.scores = scores;
    this.scale = scale;
    this.largest = largest;
    this.queries = read(scores.queries().value(), "place queries", forward);
    this.distances = read(scores.distances().value(), "distances", forward);
  }

  private DnnlOperand read(Tensor value, String role, Steps steps) {
    return lane.inputs().read(DnnlOperand.matrix(value), role, steps);
  }

  /** Begins the backward pass: products read the same again, and blocks add to zero. */
  void beginBackward(Steps backward) {
    read(scores.queries().value(), "place queries", backward);
    read(scores.distances().value(), "distances", backward);
    backward.add(new FillLoop(CpuTensor.of(scores.distances().gradient()), 0f));
  }

  /** Appends: the block's {@code memory} of scores plus its scores by distance. */
  void addTo(AttentionBlock block, Tensor memory, Steps steps) {
    Tensor byDistance = lane.scratch().of("scores by distance", largest);
    for (int i = 0; i < block.sequences(); i++) {
      steps.add(
          lane.primitives()
              .matmul(
                  part(block.queries(queries), i),
                  distances(distances, block).transposed(),
                  part(DnnlOperand.dense(byDistance, block.dims()), i),
                  Epilogue.scaled(scale, null)));
    }
    Tile from = new Tile(CpuTensor.of(byDistance), block.seen());
    Tile to = new Tile(CpuTensor.of(memory), block.seen());
    steps.add(
        block.eachRow(
            (sequence, head, query, at) -> {
              int last = query - block.firstKey();
              from.load(at, last + 1);
              to.load(at, last + 1);
              for (int key = 0; key <= last; key++) {
                to.values[key] += from.values[last - key];
              }
              to.store(at, last + 1);
            }));
  }

  /** Appends: both gradients from that of the block's scores. */
  void addGradients(AttentionBlock block, Tensor scoreGradients, Steps steps) {
    Tensor byDistance = lane.scratch().of("scores by distance", largest);
    Tile from = new Tile(CpuTensor.of(scoreGradients), block.seen());
    Tile to = new Tile(CpuTensor.of(byDistance), block.seen());
    steps.add(
        block.eachRow(
            (sequence, head, query, at) -> {
              int last = query - block.firstKey();
              from.load(at, last + 1);
              for (int distance = 0; distance <= last; distance++) {
                to.values[distance] = from.values[last - distance];
              }
              Arrays.fill(to.values, last + 1, block.seen(), 0f);
              to.store(at, block.seen());
            }));
    DnnlOperand gradients =
        lane.inputs()
            .read(
                DnnlOperand.dense(byDistance, block.dims()), "distance gradients", largest, steps);
    DnnlOperand dQueries = DnnlOperand.matrix(scores.queries().gradient());
    DnnlOperand dDistances = DnnlOperand.matrix(scores.distances().gradient());
    for (int i = 0; i < block.sequences(); i++) {
      DnnlOperand gradient = part(gradients, i);
      steps.add(
          lane.primitives()
              .matmul(
                  gradient,
                  distances(distances, block),
                  part(block.queries(dQueries), i),
                  Epilogue.scaled(scale, null)));
      steps.add(
          lane.primitives()
              .matmul(
                  gradient.transposed(),
                  part(block.queries(queries), i),
                  distances(dDistances, block),
                  new Epilogue(null, scale, null, true)));
    }
  }

  /** [groups, rows, columns] of one of the sequences of [sequences, groups, rows, columns]. */
  private static DnnlOperand part(DnnlOperand all, int sequence) {
    int rank = all.dims().length;
    return all.view(
        sequence * all.strides()[0],
        Arrays.copyOfRange(all.dims(), 1, rank),
        Arrays.copyOfRange(all.strides(), 1, rank));
  }

  /** [groups, seen, headWidth] of a [T, H·headWidth] matrix: the distances that a block sees. */
  private static DnnlOperand distances(DnnlOperand matrix, AttentionBlock block) {
    long stride = matrix.strides()[0];
    long width = block.shape().headWidth();
    return matrix.view(
        block.group() * width,
        new long[] {block.groups(), block.seen(), width},
        new long[] {width, stride, 1});
  }
}
