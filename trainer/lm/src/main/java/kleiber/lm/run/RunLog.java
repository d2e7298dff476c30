package kleiber.lm.run;

import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.core.schema.YamlName;
import kleiber.lm.model.spec.Role;
import kleiber.lm.training.GradientNorms;
import kleiber.lm.training.ModelNorms;
import kleiber.lm.training.Trainer;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.claim.HeldClaim;

/** Tells of a run's steps and evaluations: the metrics, TensorBoard's copy, and whoever watches. */
final class RunLog implements AutoCloseable {
  private final HeldClaim claim;
  private final MetricsLog metrics;
  private final TensorBoardCopy events;
  private final Trainer trainer;
  private final Progress progress;
  private long loggedTokens;
  private long loggedNanos = System.nanoTime();

  /**
   * @param claim on the run's folder
   * @param events null for no copy
   */
  RunLog(
      HeldClaim claim,
      MetricsLog metrics,
      TensorBoardCopy events,
      Trainer trainer,
      Progress progress) {
    this.claim = claim;
    this.metrics = metrics;
    this.events = events;
    this.trainer = trainer;
    this.progress = progress;
    this.loggedTokens = trainer.tokens();
  }

  /**
   * Tells of a step.
   *
   * @param due whether it is to be recorded, not only shown
   */
  void step(Trainer.StepResult result, boolean due) {
    progress.loss(trainer.steps(), result.step().lossNats());
    progress.step(trainer.steps(), trainer.totalSteps(), due ? record(result) : null);
    result.noise().ifPresent(this::noise);
    result.norms().ifPresent(this::norms);
  }

  private void norms(ModelNorms norms) {
    ModelNorms.Activations activations = norms.activations();
    append(
        new Metric.Norms(
            trainer.steps(),
            trainer.tokens(),
            activations.attentionLogitMax(),
            activations.logSumExpMax(),
            activations.stream(),
            activations.attention(),
            activations.mlp(),
            named(norms.gradients()),
            named(norms.updates())));
  }

  private static Map<String, Double> named(Map<Role, Double> byRole) {
    Map<String, Double> named = new LinkedHashMap<>();
    byRole.forEach((role, norm) -> named.put(YamlName.of(role), norm));
    return named;
  }

  private void noise(GradientNorms norms) {
    append(
        new Metric.Noise(
            trainer.steps(),
            trainer.tokens(),
            norms.smallSequences(),
            norms.bigSequences(),
            norms.small(),
            norms.big()));
  }

  private Metric.Step record(Trainer.StepResult result) {
    long now = System.nanoTime();
    double speed = (trainer.tokens() - loggedTokens) / ((now - loggedNanos) / 1e9);
    loggedTokens = trainer.tokens();
    loggedNanos = now;
    Metric.Step metric =
        new Metric.Step(
            trainer.steps(),
            trainer.tokens(),
            trainer.flops(),
            result.step().lossNats(),
            result.lr(),
            result.step().gradNorm(),
            speed);
    append(metric);
    return metric;
  }

  /** Tells of an evaluation, whose time no step's speed counts. */
  void evaluation(Metric.Evaluation evaluation) {
    append(evaluation);
    progress.evaluated(evaluation, trainer.totalSteps());
    loggedNanos = System.nanoTime();
  }

  private void append(Metric metric) {
    claim.requireHeld();
    metrics.append(metric);
    if (events != null) {
      events.record(metric);
    }
  }

  /** Bytes of metrics that are on the disk, all so far. */
  long syncedLength() {
    metrics.sync();
    return metrics.length();
  }

  /** Bytes of TensorBoard's copy, 0 where there is none. */
  long eventsLength() {
    return events == null ? 0 : events.length();
  }

  @Override
  public void close() {
    metrics.close();
    if (events != null) {
      events.close();
    }
  }
}
