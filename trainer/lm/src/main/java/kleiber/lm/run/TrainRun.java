package kleiber.lm.run;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import kleiber.core.KleiberException;
import kleiber.lm.checkpoint.Checkpoint;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.inference.Evaluator;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.training.RunData;
import kleiber.lm.training.Step;
import kleiber.lm.training.TrainState;
import kleiber.lm.training.Trainer;
import kleiber.lm.training.TrainingModel;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimLostException;
import kleiber.record.claim.HeldClaim;

/**
 * One run in its folder: trains, logs, checkpoints, evaluates, and leaves a status whatever
 * happens. Within a step the order is fixed: update, log, checkpoint, evaluate; a resumed run
 * repeats what came after its checkpoint, so its metrics are those of a run that was never stopped.
 */
final class TrainRun {
  private final TrainConfig config;
  private final String hash;
  private final RunDirectory directory;
  private final HeldClaim claim;
  private final RunData data;
  private final ModelSize size;
  private final TrainingModel training;
  private final Trainer trainer;
  private final Evaluator evaluator;
  private final Progress progress;
  private final Clock clock;
  private final RunCheckpoints checkpoints;
  private RunLog log;
  private int attempts;
  private int crashes;
  private String startedAt;
  private double secondsBefore;
  private long startNanos;
  private double bestLoss = Double.MAX_VALUE;
  private double lastTrainLoss;
  private long savedStep;
  private Metric.Evaluation last;

  /**
   * @param hash the identity of the configuration
   * @param claim on the folder, asked before everything that is written there
   * @param training bound to the run's model and micro-batch
   * @param length of the run
   */
  TrainRun(
      PreparedRun run,
      String hash,
      RunDirectory directory,
      HeldClaim claim,
      TrainingModel training,
      RunLength length,
      Progress progress,
      Clock clock) {
    this.config = run.config();
    this.hash = hash;
    this.directory = directory;
    this.claim = claim;
    this.data = run.data();
    this.size = run.size();
    this.training = training;
    this.progress = progress;
    this.clock = clock;
    this.trainer = new Trainer(config, training, data, size, length);
    this.evaluator = data.validation() == null ? null : new Evaluator(training, data.validation());
    this.checkpoints =
        new RunCheckpoints(
            directory, claim, config.checkpoint(), hash, run.spec(), training, progress::warn);
  }

  /**
   * Trains to the end, from the newest checkpoint if {@code resume} and there is one.
   *
   * @param stop asked after every step and every batch of an evaluation; when true the run saves
   *     itself and returns
   */
  public Outcome run(boolean resume, BooleanSupplier stop) {
    Optional<Status> before = directory.readStatus();
    attempts = before.map(Status::attempts).orElse(0) + 1;
    crashes = before.map(Status::crashes).orElse(0);
    startedAt = before.map(Status::startedAt).orElse(clock.instant().toString());
    startNanos = System.nanoTime();
    try {
      begin(resume ? checkpoints.newest() : Optional.empty());
      // From here on there is something to save.
      if (stop.getAsBoolean()) {
        return interrupted();
      }
      status(Outcome.RUNNING, null, null);
      return loop(stop);
    } catch (Divergence e) {
      status(Outcome.DIVERGED, e.getMessage(), null);
      progress.diverged(e.getMessage());
      return Outcome.DIVERGED;
    } catch (ClaimLostException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      try {
        status(Outcome.FAILED, String.valueOf(e.getMessage()), null);
      } catch (KleiberException | ClaimLostException second) {
        e.addSuppressed(second);
      }
      throw e;
    } finally {
      if (log != null) {
        log.close();
      }
    }
  }

  private void begin(Optional<Checkpoint> checkpoint) {
    MetricsLog metrics;
    long eventsLength = 0;
    if (checkpoint.isPresent()) {
      TrainState state = checkpoints.restore(checkpoint.get());
      trainer.restore(state);
      bestLoss = state.bestLossNats();
      lastTrainLoss = state.lastTrainLossNats();
      secondsBefore = state.seconds();
      savedStep = state.step();
      metrics = MetricsLog.open(directory.metrics(), state.metricsLength(), claim::requireHeld);
      eventsLength = state.eventsLength();
      progress.note(String.format(Locale.ROOT, "resuming after step %,d", state.step()));
    } else {
      Initializer.initialize(training.map(), training.values(), config.seed());
      metrics = MetricsLog.create(directory.metrics(), hash, claim::requireHeld);
    }
    TensorBoardCopy events =
        config.log().tensorboard()
            ? TensorBoardCopy.open(directory, claim, eventsLength, clock)
            : null;
    log = new RunLog(claim, metrics, events, trainer, progress);
  }

  private Outcome loop(BooleanSupplier stop) {
    long total = trainer.totalSteps();
    if (!evaluateIfDue(stop)) {
      return interrupted();
    }
    while (trainer.steps() < total) {
      Trainer.StepResult result = trainer.step();
      Step taken = result.step();
      if (!taken.isFinite()) {
        throw new Divergence(
            trainer.steps() + 1,
            "loss " + taken.lossNats() + ", gradient norm " + taken.gradNorm());
      }
      lastTrainLoss = taken.lossNats();
      long step = trainer.steps();
      log.step(result, due(config.log().every()) || step == 1 || step == total);
      boolean stopping = stop.getAsBoolean() && step < total;
      if (stopping
          || step == total
          || due(config.checkpoint().every())
          || config.checkpoint().at().contains(step)) {
        save();
      }
      if (stopping || !evaluateIfDue(stop)) {
        return interrupted();
      }
    }
    status(Outcome.COMPLETED, null, result(last));
    return Outcome.COMPLETED;
  }

  /** An evaluation that was stopped is begun anew by the attempt that goes on from here. */
  private Outcome interrupted() {
    if (savedStep != trainer.steps()) {
      save();
    }
    status(Outcome.INTERRUPTED, "stopped by a signal", null);
    return Outcome.INTERRUPTED;
  }

  private boolean due(long every) {
    return every > 0 && trainer.steps() % every == 0;
  }

  /** Returns false when the evaluation was stopped. */
  private boolean evaluateIfDue(BooleanSupplier stop) {
    long step = trainer.steps();
    boolean end = step == trainer.totalSteps();
    last = null;
    if (evaluator == null || step == 0 || !(end || due(config.eval().every()))) {
      return true;
    }
    long all = data.validation().sequencesPerEpoch();
    int length = data.layout().tokens();
    long count = config.eval().sequences(all, training.sequencesPerCall(), length, end);
    Optional<Evaluator.Result> result =
        training.withEvaluatedWeights(
            () -> evaluator.evaluate(count, stop, done -> progress.evaluating(done, count)));
    result.ifPresent(this::record);
    return result.isPresent();
  }

  private void record(Evaluator.Result result) {
    if (!Double.isFinite(result.lossNats())) {
      throw new Divergence(trainer.steps(), "validation loss " + result.lossNats());
    }
    Double bitsPerByte =
        data.bytesPerToken() > 0 ? result.lossNats() / Math.log(2) / data.bytesPerToken() : null;
    last =
        new Metric.Evaluation(
            trainer.steps(),
            trainer.tokens(),
            trainer.flops(),
            result.lossNats(),
            result.stderr(),
            bitsPerByte,
            result.tokens(),
            result.complete());
    bestLoss = Math.min(bestLoss, result.lossNats());
    log.evaluation(last);
  }

  /** What is saved is finite, and a run that completes has saved. */
  private void save() {
    checkpoints
        .fault()
        .ifPresent(
            words -> {
              throw new Divergence(trainer.steps(), "after its update " + words);
            });
    long metricsLength = log.syncedLength();
    checkpoints.save(
        new TrainState(
            trainer.steps(),
            trainer.sequences(),
            training.calls(),
            bestLoss,
            lastTrainLoss,
            seconds(),
            metricsLength,
            log.eventsLength()));
    savedStep = trainer.steps();
    progress.saved(savedStep);
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
  }

  private Status.Result result(Metric.Evaluation last) {
    long tokens = trainer.tokens();
    return new Status.Result(
        size.totalParams(),
        size.nonEmbeddingParams(),
        tokens,
        data.uniqueTokens(),
        (double) tokens / data.uniqueTokens(),
        size.flopsPerToken6N() * tokens,
        trainer.flops(),
        last == null ? null : last.lossNats(),
        last == null ? null : last.lossStderr(),
        last == null ? null : last.bitsPerByte(),
        last == null ? null : bestLoss,
        lastTrainLoss,
        seconds());
  }

  private void status(Outcome outcome, String message, Status.Result result) {
    directory.writeJson(
        directory.status(),
        new Status(
            Metric.SCHEMA_VERSION,
            outcome,
            attempts,
            crashes,
            startedAt,
            clock.instant().toString(),
            trainer.steps(),
            trainer.totalSteps(),
            message,
            result),
        claim);
  }
}
