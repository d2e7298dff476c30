package kleiber.torch;

import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** ATen's log-softmax and negative log-likelihood, row by row. */
final class TorchCrossEntropy implements CrossEntropy {
  private static final int NO_REDUCTION = 0;
  private static final int IGNORED = -1;
  private static final int FLOAT = ScalarType.Float.value;

  private final org.bytedeco.pytorch.Tensor losses;

  /** With the z-loss; the same tensor where there is none. */
  private final org.bytedeco.pytorch.Tensor totals;

  private final org.bytedeco.pytorch.Tensor share;
  private final float[] hostLosses;
  private final TorchCalls forward;
  private final TorchCalls backward;
  private long count;

  TorchCrossEntropy(TorchMemory memory, Variable logits, Tensor targets, double zLoss) {
    var z = TorchTensor.matrix(logits.value());
    long rows = z.size(0);
    var classes = memory.allocate(ScalarType.Long, rows);
    var logProbabilities = memory.allocate(rows, z.size(1));
    this.hostLosses = new float[Math.toIntExact(rows)];
    this.losses = memory.allocate(rows);
    this.totals = zLoss == 0 ? losses : memory.allocate(rows);
    this.share = memory.allocate(rows);
    this.forward =
        new TorchCalls(memory)
            .copy(TorchTensor.vector(targets), classes)
            .op("_log_softmax.out", z, 1, false, logProbabilities);
    this.backward = new TorchCalls(memory);
    var weight = memory.allocate();
    forward.op(
        "nll_loss_forward.output",
        logProbabilities,
        classes,
        null,
        NO_REDUCTION,
        IGNORED,
        losses,
        weight);
    if (logits.hasGradient()) {
      var picked = memory.transientFor("cross-entropy", rows, z.size(1));
      var gradient = TorchTensor.matrix(logits.gradient());
      backward
          .op(
              "nll_loss_backward.grad_input",
              share,
              logProbabilities,
              classes,
              null,
              NO_REDUCTION,
              IGNORED,
              weight,
              picked)
          .op("_log_softmax_backward_data.out", picked, logProbabilities, 1, FLOAT, gradient);
    }
    if (zLoss != 0) {
      addZLoss(memory, logits, classes, logProbabilities, zLoss);
    }
    targetCount(rows);
  }

  /** Totals are losses and zLoss·l² of counted rows; gradients get 2·zLoss·l·p more, l = lse(z). */
  private void addZLoss(
      TorchMemory memory,
      Variable logits,
      org.bytedeco.pytorch.Tensor classes,
      org.bytedeco.pytorch.Tensor logProbabilities,
      double zLoss) {
    var z = TorchTensor.matrix(logits.value());
    long rows = z.size(0);
    var isCounted = memory.allocate(ScalarType.Bool, rows);
    var counted = memory.allocate(rows);
    var logSumExp = memory.allocate(rows);
    var penalty = memory.allocate(rows);
    org.bytedeco.pytorch.Tensor first = memory.keep(z.select(1, 0));
    org.bytedeco.pytorch.Tensor firstLog = memory.keep(logProbabilities.select(1, 0));
    forward
        .op("ge.Scalar_out", classes, 0, isCounted)
        .copy(isCounted, counted)
        .op("sub.out", first, firstLog, 1, logSumExp)
        .multiply(logSumExp, counted, penalty)
        .op("addcmul.out", losses, penalty, logSumExp, zLoss, totals);
    if (logits.hasGradient()) {
      var gradient = TorchTensor.matrix(logits.gradient());
      var probabilities = memory.transientFor("cross-entropy", rows, z.size(1));
      backward
          .op("exp.out", logProbabilities, probabilities)
          .multiply(penalty, share, counted)
          .op(
              "addcmul.out",
              gradient,
              probabilities,
              memory.keep(counted.unsqueeze(1)),
              2 * zLoss,
              gradient);
    }
  }

  @Override
  public void targetCount(long newCount) {
    if (newCount != count) {
      count = newCount;
      try (Scalar value = new Scalar(1.0 / Math.max(1, count))) {
        share.fill_(value);
      }
    }
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }

  @Override
  public double lossSum() {
    read(totals, hostLosses);
    double sum = 0;
    for (float loss : hostLosses) {
      sum += loss;
    }
    return sum;
  }

  @Override
  public void readLosses(float[] target) {
    read(losses, target);
  }

  private void read(org.bytedeco.pytorch.Tensor rows, float[] target) {
    try (var host = rows.cpu();
        var values = host.data_ptr_float()) {
      values.get(target, 0, hostLosses.length);
    }
  }
}
