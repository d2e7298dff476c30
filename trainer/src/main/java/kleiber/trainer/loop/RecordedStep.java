package kleiber.trainer.loop;

import java.util.List;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.DeviceSteps;
import kleiber.trainer.model.LanguageModel;
import kleiber.trainer.tensor.Tensor;

/**
 * A step as a device takes it by itself: one recording where it has one micro-batch, else one to
 * begin, one for every pass, and one for the update. The host waits once, for the loss.
 */
final class RecordedStep {
  private final DeviceSteps device;
  private final Runnable beginning;
  private final Runnable passing;
  private final Runnable finishing;
  private final Runnable whole;
  private final Runnable evaluating;
  private boolean isWhole;

  /**
   * @param clear makes the gradients zero
   * @param losses of the model
   * @param gradients all of them, flat
   * @param clipNorm largest norm, 0 for no clipping
   * @param update all parts of the optimiser
   */
  RecordedStep(
      DeviceSteps device,
      Runnable clear,
      LanguageModel model,
      List<CrossEntropy> losses,
      Tensor gradients,
      double clipNorm,
      Runnable update) {
    this.device = device;
    Runnable start = device.begin();
    List<Runnable> adding = losses.stream().map(device::addLoss).toList();
    Runnable clip = device.clip(gradients, clipNorm);
    Runnable end = device.end();
    Runnable begin =
        () -> {
          clear.run();
          start.run();
        };
    Runnable pass =
        () -> {
          model.forward();
          model.backward();
          for (int i = 0; i < adding.size(); i++) {
            adding.get(i).run();
          }
        };
    Runnable finish =
        () -> {
          clip.run();
          update.run();
          end.run();
        };
    this.beginning = device.recorded(begin);
    this.passing = device.recorded(pass);
    this.finishing = device.recorded(finish);
    this.whole =
        device.recorded(
            () -> {
              begin.run();
              pass.run();
              finish.run();
            });
    this.evaluating = device.recorded(model::forward);
  }

  /** Before the first of so many micro-batches. */
  void begin(int microBatches) {
    isWhole = microBatches == 1;
    if (!isWhole) {
      beginning.run();
    }
  }

  /** Forward and backward pass over the batch that the model has been given. */
  void pass() {
    (isWhole ? whole : passing).run();
  }

  /** Clips and updates. */
  void finish() {
    if (!isWhole) {
      finishing.run();
    }
  }

  /** A forward pass alone. */
  void evaluate() {
    evaluating.run();
  }

  /** The step's loss in nats; waits for it. */
  double loss() {
    return device.loss();
  }

  /** The step's gradient norm; waits for it. */
  double norm() {
    return device.norm();
  }
}
