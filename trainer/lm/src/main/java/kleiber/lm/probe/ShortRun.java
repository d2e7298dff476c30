package kleiber.lm.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.model.Initializer;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.training.TrainingModel;

/**
 * A few steps at a run's peak rate, all on its first batch, in memory; and what they do to the
 * activations. One batch, since gradients of several are mostly noise so early, and noise adds up
 * as the root of the width; Microsoft's mup does the same ({@code fix_data}).
 */
final class ShortRun {
  /** Sequences that activations are read of. */
  private static final int PROBED = 4;

  private final PreparedRun run;
  private final SequenceSource data;

  ShortRun(PreparedRun run) {
    this.run = run;
    this.data = run.data().train();
  }

  /** The activations after so many steps, of the first sequences that are trained on. */
  Coordinates after(int steps) {
    TrainConfig config = run.config();
    BatchLayout layout = run.data().layout();
    int sequences = Math.min(PROBED, config.batch().sequences());
    Batch probed = new Batch(layout, sequences);
    data.readBatch(0, probed);
    try (Backend backend = run.selection().open().backend();
        TrainingModel training =
            new TrainingModel(
                run.spec(),
                backend,
                layout,
                config.batch().microSequences(),
                config.optimizer(),
                SeededStream.of(config.seed(), "dropout").bits(0))) {
      Initializer.initialize(training.map(), training.values(), config.seed());
      ActivationProbe probe = new ActivationProbe(run.spec(), backend, layout, sequences);
      Map<Activation, float[]> start = probe.read(training.values().toArray(), probed);
      train(training, steps);
      return Coordinates.of(start, probe.read(training.values().toArray(), probed));
    }
  }

  private void train(TrainingModel training, int steps) {
    List<Batch> batches = new ArrayList<>();
    int each = training.sequencesPerCall();
    for (int at = 0; at < run.config().batch().sequences(); at += each) {
      Batch batch = new Batch(run.data().layout(), each);
      data.readBatch(at, batch);
      batches.add(batch);
    }
    for (int step = 1; step <= steps; step++) {
      if (!training.step(batches, step, run.config().optimizer().lr()).isFinite()) {
        throw KleiberException.usage(
            String.format(
                Locale.ROOT,
                "at width %d with seed %d, loss or gradient is not a number at step %d; lower"
                    + " optimizer.lr",
                run.spec().width(),
                run.config().seed(),
                step));
      }
    }
  }
}
