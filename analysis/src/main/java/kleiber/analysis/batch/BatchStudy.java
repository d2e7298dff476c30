package kleiber.analysis.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.anneal.LoggedRuns;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.core.KleiberException;
import kleiber.record.table.CurveColumn;

/**
 * The critical batches of a sweep, with what stands beside them.
 *
 * @param all what was found
 * @param noise for each of {@link CriticalBatches#found}, the gradient noise scale in tokens that
 *     its runs logged about where they reached the loss; null where none did
 * @param warnings what to know of how it came about
 */
public record BatchStudy(CriticalBatches all, List<Estimate> noise, List<String> warnings) {
  /**
   * Studies a sweep.
   *
   * @param sweep its folder, or a {@code curves.csv}
   * @param targets losses; empty for three that all batches reached
   * @param level of intervals
   * @param draws of the bootstrap
   * @throws KleiberException where runs were not evaluated while they trained, or no loss was
   *     reached at enough batches
   */
  public static BatchStudy of(
      Path sweep, List<Double> targets, double level, int draws, long seed) {
    Path curves = Files.isDirectory(sweep) ? sweep.resolve(CurveColumn.FILE) : sweep;
    List<LoggedRun> runs = LoggedRuns.read(curves);
    requireEvaluations(curves, runs);
    CriticalBatches all =
        CriticalBatchFit.of(CriticalBatchFit.ladders(runs, targets), level, draws, seed);
    if (all.found().isEmpty()) {
      throw KleiberException.usage(
          curves
              + ": no loss was reached at three batches or more of one size, which a hyperbola"
              + " needs; give --targets that more runs reach, or train more batches");
    }
    LoggedNoise logged = new LoggedNoise(sweep, level, draws, seed);
    List<Estimate> noise = new ArrayList<>();
    for (Found found : all.found()) {
      noise.add(Files.isDirectory(sweep) ? logged.at(found.ladder()).orElse(null) : null);
    }
    return new BatchStudy(all, noise, BatchWarnings.of(all));
  }

  /**
   * The same of a sweep that was perhaps made for something else: empty where no size has a ladder
   * of batches, or the rate decayed, since steps to a loss then depend on the horizon.
   */
  public static Optional<BatchStudy> ifLadder(Path sweep, double level, int draws, long seed) {
    Path curves = sweep.resolve(CurveColumn.FILE);
    if (!Files.exists(curves)) {
      return Optional.empty();
    }
    try {
      return isLadder(LoggedRuns.read(curves))
          ? Optional.of(of(sweep, List.of(), level, draws, seed))
          : Optional.empty();
    } catch (KleiberException e) {
      return Optional.empty();
    }
  }

  private static boolean isLadder(List<LoggedRun> runs) {
    return runs.stream().allMatch(BatchStudy::isConstant)
        && runs.stream()
            .collect(
                Collectors.groupingBy(
                    LoggedRun::n,
                    Collectors.mapping(run -> Math.round(run.tokensPerStep()), Collectors.toSet())))
            .values()
            .stream()
            .anyMatch(batches -> batches.size() >= CriticalBatchFit.FEWEST_BATCHES);
  }

  /** Whether the rate is at its highest still when half of the run is over. */
  private static boolean isConstant(LoggedRun run) {
    return run.rates().at(run.rates().last() / 2) >= Ladder.DECAYED * run.rates().highest();
  }

  /** Losses of single batches are too noisy to say when a loss was reached. */
  private static void requireEvaluations(Path curves, List<LoggedRun> runs) {
    for (LoggedRun run : runs) {
      long evaluations =
          run.losses().stream().filter(loss -> loss.kind() != LoggedRun.Kind.BATCH).count();
      if (evaluations < 2) {
        throw KleiberException.usage(
            curves
                + ": run "
                + run.id()
                + " has "
                + (evaluations == 0 ? "no evaluation" : "one evaluation")
                + ", and steps to a loss are read between evaluations; train with eval.every, such"
                + " as a fiftieth of the steps");
      }
    }
  }
}
