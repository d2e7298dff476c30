package kleiber.analysis.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.record.RunDirectory;

/**
 * The gradient noise that the runs of a sweep logged about where they reached a loss.
 *
 * @param sweep folder of the runs
 * @param level of intervals
 * @param draws of the bootstrap
 */
record LoggedNoise(Path sweep, double level, int draws, long seed) {
  /** Noise is taken from steps within this factor of those to the loss. */
  private static final double NEAR = 1.25;

  /** The noise scale in tokens, of all runs of a ladder; empty where none logged it there. */
  Optional<Estimate> at(Ladder ladder) {
    List<NoiseScale.Norms> norms = new ArrayList<>();
    for (Ladder.Reached reached : ladder.reached()) {
      Path metrics = new RunDirectory(sweep.resolve(reached.run())).metrics();
      if (Files.exists(metrics)) {
        norms.addAll(
            NoiseLog.read(metrics)
                .between(reached.steps() / NEAR, reached.steps() * NEAR)
                .normsOfTokens());
      }
    }
    if (norms.isEmpty()) {
      return Optional.empty();
    }
    double batch = NoiseScale.of(norms).batch();
    return Double.isNaN(batch)
        ? Optional.empty()
        : Optional.of(new Estimate(batch, NoiseScale.interval(norms, level, draws, seed)));
  }
}
