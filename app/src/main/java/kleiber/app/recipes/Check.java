package kleiber.app.recipes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import kleiber.core.schema.ConfigBinder;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.recipe.Recipe;
import kleiber.lm.recipe.ScaleDown;
import kleiber.lm.run.Progress;
import kleiber.lm.run.Start;
import kleiber.lm.run.TrainSession;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimWatch;

/**
 * Trains recipes at one tiny size on one corpus.
 *
 * @param scale the size and the tokens of every run
 * @param folder where each run gets its folder
 */
record Check(ScaleDown scale, Path folder) {
  /**
   * How one recipe went.
   *
   * @param config what was trained
   * @param status of its run
   * @param firstLossNats loss of the first step's batch
   * @param early mean loss of the logged steps in the run's second tenth
   * @param late mean loss of those in its last tenth
   */
  public record Result(
      Recipe recipe,
      TrainConfig config,
      Status status,
      double firstLossNats,
      double early,
      double late) {
    /** Whether the loss fell at once and went on falling. */
    public boolean isSound() {
      return status.outcome() == Outcome.COMPLETED && early < firstLossNats && late < early;
    }
  }

  /**
   * Trains one recipe at its smallest published size made tiny, or goes on with a run that was
   * stopped.
   *
   * @param progress told what happens
   * @param stop asked after every step
   * @return empty when another process trains there
   */
  public Optional<Result> train(
      Recipe recipe, Progress progress, List<String> arguments, BooleanSupplier stop) {
    ConfigBinder.Bound<TrainConfig> bound =
        ConfigBinder.bind(scale.apply(recipe, recipe.size(null)), TrainConfig.class);
    RunDirectory directory = new RunDirectory(folder.resolve(recipe.name()));
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), progress::note);
    TrainSession session = new TrainSession(cache, progress, Clock.systemUTC(), arguments);
    session.requirePlace(bound, directory, new Start.Resume());
    return session
        .tryTrain(
            session.prepare(bound),
            directory,
            new Start.Resume(),
            stop,
            claims -> claims.take(new ClaimWatch()))
        .map(outcome -> result(recipe, bound.config(), directory));
  }

  private static Result result(Recipe recipe, TrainConfig config, RunDirectory directory) {
    Status status = directory.readStatus().orElseThrow();
    List<Metric.Step> steps =
        MetricsLog.read(directory.metrics()).stream()
            .filter(Metric.Step.class::isInstance)
            .map(Metric.Step.class::cast)
            .toList();
    long end = status.totalSteps();
    return new Result(
        recipe,
        config,
        status,
        steps.isEmpty() ? Double.NaN : steps.get(0).lossNats(),
        mean(steps, 0.1 * end, 0.2 * end),
        mean(steps, 0.9 * end, end));
  }

  private static double mean(List<Metric.Step> steps, double after, double upTo) {
    return steps.stream()
        .filter(step -> step.step() > after && step.step() <= upTo)
        .mapToDouble(Metric.Step::lossNats)
        .average()
        .orElse(Double.NaN);
  }
}
