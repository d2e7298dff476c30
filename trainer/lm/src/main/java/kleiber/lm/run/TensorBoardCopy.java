package kleiber.lm.run;

import java.time.Clock;
import java.time.Instant;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.RunDirectory;
import kleiber.record.TensorBoardWriter;
import kleiber.record.claim.HeldClaim;

/**
 * TensorBoard's copy of a run's metrics: each of their lines once, however often the run stopped.
 */
final class TensorBoardCopy implements AutoCloseable {
  private final TensorBoardWriter writer;
  private final Clock clock;

  private TensorBoardCopy(TensorBoardWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * The copy of the metrics that are in {@code directory} now. Where the event file is not the one
   * that a checkpoint knew, it is made anew.
   *
   * @param claim on the directory
   * @param length bytes of the event file when the checkpoint was written, 0 for none
   */
  static TensorBoardCopy open(RunDirectory directory, HeldClaim claim, long length, Clock clock) {
    return TensorBoardWriter.resume(directory.path(), length, claim::requireHeld)
        .map(writer -> new TensorBoardCopy(writer, clock))
        .orElseGet(() -> anew(directory, claim, clock));
  }

  private static TensorBoardCopy anew(RunDirectory directory, HeldClaim claim, Clock clock) {
    claim.requireHeld();
    TensorBoardWriter.deleteAll(directory.path());
    TensorBoardCopy copy =
        new TensorBoardCopy(
            TensorBoardWriter.create(directory.path(), clock.instant(), claim::requireHeld), clock);
    MetricsLog.read(directory.metrics()).forEach(copy::record);
    return copy;
  }

  void record(Metric metric) {
    Instant now = clock.instant();
    if (metric instanceof Metric.Step step) {
      writer.scalar("train/lossNats", step.step(), step.lossNats(), now);
      writer.scalar("train/lr", step.step(), step.lr(), now);
      writer.scalar("train/gradNorm", step.step(), step.gradNorm(), now);
    } else if (metric instanceof Metric.Noise noise) {
      writer.scalar("noise/gradNormSmall", noise.step(), noise.gradNormSmall(), now);
      writer.scalar("noise/gradNormBig", noise.step(), noise.gradNormBig(), now);
    } else if (metric instanceof Metric.Norms norms) {
      norms
          .scalars()
          .forEach((name, value) -> writer.scalar("norms/" + name, norms.step(), value, now));
    } else if (metric instanceof Metric.Evaluation evaluation) {
      writer.scalar("validation/lossNats", evaluation.step(), evaluation.lossNats(), now);
    }
  }

  long length() {
    return writer.length();
  }

  @Override
  public void close() {
    writer.close();
  }
}
