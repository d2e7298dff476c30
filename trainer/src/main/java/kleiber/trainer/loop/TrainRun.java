package kleiber.trainer.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.checkpoint.Checkpoint;
import kleiber.trainer.checkpoint.CheckpointStore;
import kleiber.trainer.checkpoint.TensorContent;
import kleiber.trainer.config.RunLength;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.model.Initializer;
import kleiber.trainer.model.ModelSize;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.runlog.Metric;
import kleiber.trainer.runlog.MetricsLog;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;
import kleiber.trainer.runlog.TensorBoardWriter;
import kleiber.trainer.tensor.Tensor;

/**
 * One run in its folder: trains, logs, checkpoints, evaluates, and leaves a status whatever
 * happens. Within a step the order is fixed: update, log, checkpoint, evaluate; a resumed run
 * repeats what came after its checkpoint, so its metrics are those of a run that was never stopped.
 */
public final class TrainRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrainConfig config;
  private final String hash;
  private final RunDirectory directory;
  private final RunData data;
  private final ModelSpec spec;
  private final ModelSize size;
  private final Replicas replicas;
  private final Trainer trainer;
  private final Evaluator evaluator;
  private final Progress progress;
  private final Clock clock;
  private final CheckpointStore checkpoints;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private MetricsLog metrics;
  private TensorBoardWriter tensorBoard;
  private int attempts;
  private String startedAt;
  private double secondsBefore;
  private long startNanos;
  private double bestLoss = Double.MAX_VALUE;
  private double lastTrainLoss;
  private long loggedTokens;
  private long loggedNanos;

  /**
   * @param hash the identity of the configuration
   * @param replicas bound to {@code config}'s model and micro-batch
   */
  public TrainRun(
      TrainConfig config,
      String hash,
      RunDirectory directory,
      RunData data,
      ModelSpec spec,
      Replicas replicas,
      RunLength length,
      Progress progress,
      Clock clock) {
    this.config = config;
    this.hash = hash;
    this.directory = directory;
    this.data = data;
    this.spec = spec;
    this.size = ModelSize.of(spec, data.layout());
    this.replicas = replicas;
    this.progress = progress;
    this.clock = clock;
    this.trainer = new Trainer(config, replicas, data, size, length);
    this.evaluator = data.validation() == null ? null : new Evaluator(replicas, data.validation());
    this.checkpoints =
        new CheckpointStore(
            directory.checkpoints(),
            config.checkpoint().keep(),
            Set.copyOf(config.checkpoint().at()),
            progress::warn);
    tensors.put(TrainedModel.WEIGHTS, replicas.values());
    replicas.optimizerState().forEach((name, tensor) -> tensors.put(name + ".bin", tensor));
  }

  /**
   * Trains to the end, from the newest checkpoint if {@code resume} and there is one.
   *
   * @param stop asked after every step; when true the run saves itself and returns
   */
  public Outcome run(boolean resume, BooleanSupplier stop) {
    Optional<Status> before = directory.readStatus();
    attempts = before.map(Status::attempts).orElse(0) + 1;
    startedAt = before.map(Status::startedAt).orElse(clock.instant().toString());
    startNanos = System.nanoTime();
    status(Outcome.RUNNING, null, null);
    try {
      begin(resume ? checkpoints.newest() : Optional.empty());
      return loop(stop);
    } catch (RuntimeException | Error e) {
      try {
        status(Outcome.FAILED, String.valueOf(e.getMessage()), null);
      } catch (KleiberException second) {
        e.addSuppressed(second);
      }
      throw e;
    } finally {
      if (metrics != null) {
        metrics.close();
      }
    }
  }

  private void begin(Optional<Checkpoint> checkpoint) {
    if (checkpoint.isPresent()) {
      restore(checkpoint.get());
    } else {
      Initializer.initialize(replicas.map(), replicas.values(), config.seed());
      metrics = MetricsLog.create(directory.metrics(), hash);
    }
    if (config.log().tensorboard()) {
      tensorBoard = new TensorBoardWriter(directory.path(), clock.instant());
    }
    loggedTokens = trainer.tokens();
    loggedNanos = System.nanoTime();
  }

  private void restore(Checkpoint checkpoint) {
    if (!checkpoint.state().path("run").asText().equals(hash)) {
      throw KleiberException.usage(
          directory.path()
              + " holds another run: its configuration differs; give the same configuration, or"
              + " choose another --out");
    }
    TrainState state;
    try {
      state = JSON.treeToValue(checkpoint.state().path("state"), TrainState.class);
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        try (InputStream in =
            new BufferedInputStream(Files.newInputStream(checkpoint.part(tensor.getKey())))) {
          TensorContent.read(in, tensor.getValue());
        }
      }
    } catch (IOException e) {
      throw KleiberException.corrupt(
          "cannot read checkpoint " + checkpoint.folder() + ": " + IoReason.of(e), e);
    }
    trainer.restore(state);
    bestLoss = state.bestLossNats();
    lastTrainLoss = state.lastTrainLossNats();
    secondsBefore = state.seconds();
    metrics = MetricsLog.open(directory.metrics(), state.metricsLength());
    progress.note(String.format(Locale.ROOT, "resuming after step %,d", state.step()));
  }

  private Outcome loop(BooleanSupplier stop) {
    long total = trainer.totalSteps();
    Metric.Evaluation last = evaluateIfDue();
    while (trainer.steps() < total) {
      Trainer.StepResult result = trainer.step();
      if (!result.finite()) {
        String message =
            String.format(
                Locale.ROOT,
                "step %d: loss %s, gradient norm %s; lower optimizer.lr or lengthen the warm-up",
                trainer.steps() + 1,
                result.lossNats(),
                result.gradNorm());
        status(Outcome.DIVERGED, message, null);
        progress.warn("diverged at " + message);
        return Outcome.DIVERGED;
      }
      lastTrainLoss = result.lossNats();
      log(result);
      long step = trainer.steps();
      boolean stopping = stop.getAsBoolean() && step < total;
      if (stopping
          || step == total
          || due(config.checkpoint().every())
          || config.checkpoint().at().contains(step)) {
        save();
      }
      if (stopping) {
        status(Outcome.INTERRUPTED, "stopped by a signal", null);
        return Outcome.INTERRUPTED;
      }
      last = evaluateIfDue();
    }
    status(Outcome.COMPLETED, null, result(last));
    return Outcome.COMPLETED;
  }

  private boolean due(long every) {
    return every > 0 && trainer.steps() % every == 0;
  }

  private void log(Trainer.StepResult result) {
    long step = trainer.steps();
    Metric.Step metric = null;
    if (due(config.log().every()) || step == 1 || step == trainer.totalSteps()) {
      long now = System.nanoTime();
      double speed = (trainer.tokens() - loggedTokens) / ((now - loggedNanos) / 1e9);
      loggedTokens = trainer.tokens();
      loggedNanos = now;
      metric =
          new Metric.Step(
              step,
              trainer.tokens(),
              trainer.flops(),
              result.lossNats(),
              result.lr(),
              result.gradNorm(),
              speed);
      metrics.append(metric);
      scalar("train/lossNats", result.lossNats());
      scalar("train/lr", result.lr());
      scalar("train/gradNorm", result.gradNorm());
    }
    progress.step(step, trainer.totalSteps(), metric);
  }

  private Metric.Evaluation evaluateIfDue() {
    long step = trainer.steps();
    boolean end = step == trainer.totalSteps();
    if (evaluator == null || step == 0 || !(end || due(config.eval().every()))) {
      return null;
    }
    Evaluator.Result result = evaluator.evaluate(end ? 0 : config.eval().batches());
    Double bitsPerByte =
        data.bytesPerToken() > 0 ? result.lossNats() / Math.log(2) / data.bytesPerToken() : null;
    Metric.Evaluation evaluation =
        new Metric.Evaluation(
            step,
            trainer.tokens(),
            trainer.flops(),
            result.lossNats(),
            result.stderr(),
            bitsPerByte,
            result.tokens(),
            result.complete());
    bestLoss = Math.min(bestLoss, result.lossNats());
    metrics.append(evaluation);
    scalar("validation/lossNats", result.lossNats());
    progress.evaluated(evaluation, trainer.totalSteps());
    loggedNanos = System.nanoTime();
    return evaluation;
  }

  private void scalar(String tag, double value) {
    if (tensorBoard != null) {
      tensorBoard.scalar(tag, trainer.steps(), value, clock.instant());
    }
  }

  private void save() {
    metrics.sync();
    TrainState state =
        new TrainState(
            trainer.steps(),
            trainer.sequences(),
            replicas.calls(),
            bestLoss,
            lastTrainLoss,
            seconds(),
            metrics.length());
    ObjectNode node = JSON.createObjectNode().put("run", hash);
    node.set("state", JSON.valueToTree(state));
    node.set("model", ModelSpecJson.write(spec));
    Map<String, CheckpointStore.Content> parts = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> parts.put(name, out -> TensorContent.write(tensor, out)));
    checkpoints.save(trainer.steps(), node, parts);
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
        last == null ? lastTrainLoss : last.lossNats(),
        last == null ? 0 : last.lossStderr(),
        last == null ? null : last.bitsPerByte(),
        last == null ? lastTrainLoss : bestLoss,
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
            startedAt,
            clock.instant().toString(),
            trainer.steps(),
            trainer.totalSteps(),
            message,
            result));
  }
}
