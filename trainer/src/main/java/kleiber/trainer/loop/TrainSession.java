package kleiber.trainer.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.Resolved;
import kleiber.trainer.config.RunLength;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.data.DatasetCache;
import kleiber.trainer.model.ModelSize;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.optim.BatchSchedule;
import kleiber.trainer.optim.LrSchedule;
import kleiber.trainer.random.SeededStream;
import kleiber.trainer.runlog.Environment;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;

/**
 * Everything around a {@link TrainRun}: claims the folder, writes down configuration and
 * environment, opens data and backend, and says what is going to happen. The one way to train, for
 * the command line and for sweeps.
 *
 * @param cache where prepared tokens are kept
 * @param progress told what happens
 * @param clock of the status and event files
 * @param arguments of the command line, for the record
 */
public record TrainSession(
    DatasetCache cache, Progress progress, Clock clock, List<String> arguments) {

  /**
   * Trains {@code bound} in {@code directory}.
   *
   * @param start where the run starts
   * @param stop asked after every step
   * @throws KleiberException when another process is training there
   */
  public Outcome train(
      ConfigBinder.Bound<TrainConfig> bound,
      RunDirectory directory,
      Start start,
      BooleanSupplier stop) {
    return tryTrain(bound, directory, start, stop)
        .orElseThrow(
            () ->
                KleiberException.usage(
                    directory.path()
                        + " is being trained in by "
                        + directory.lastHolder().orElse("another process")
                        + "; wait for it or choose another --out"));
  }

  /**
   * Trains like {@link #train}, unless another process is training there. A run that has completed
   * or diverged is not trained again: both would end the same.
   *
   * @return empty when another process is training there
   */
  public Optional<Outcome> tryTrain(
      ConfigBinder.Bound<TrainConfig> bound,
      RunDirectory directory,
      Start start,
      BooleanSupplier stop) {
    TrainConfig config = bound.config();
    Resolved resolved = Resolved.of(bound);
    if (directory.exists() && start instanceof Start.Fresh) {
      throw KleiberException.usage(
          "there is a run in "
              + directory.path()
              + " already; continue it with --resume, or choose another --out");
    }
    directory.create();
    Optional<RunDirectory.Lock> claim = directory.tryLock();
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (RunDirectory.Lock lock = claim.get()) {
      requireSameRun(directory, resolved);
      Optional<Status> before = directory.readStatus().filter(Status::isFinal);
      if (before.isPresent()) {
        String why = before.get().message() == null ? "" : ": " + before.get().message();
        progress.note("nothing to do, the run has ended before" + why);
        return before.map(Status::outcome);
      }
      RunData data = RunData.open(config, cache);
      ModelSpec spec = spec(config, data);
      Backends.Choice choice =
          Backends.find()
              .open(config.backend(), config.precision(), config.threads(), spec.width());
      try (Backend backend = choice.backend()) {
        directory.writeJson(directory.resolved(), resolved.toJson());
        String precision = choice.precision().label();
        directory.writeJson(
            directory.environment(), Environment.capture(backend.describe(), precision, arguments));
        if (data.tokenizer() != null) {
          directory.write(directory.tokenizer(), data.tokenizer().toJson());
        }
        progress.note(backend.describe() + ", " + precision + ": " + choice.reason());
        return Optional.of(
            train(config, resolved.hash(), directory, data, spec, backend, start, stop));
      }
    }
  }

  private Outcome train(
      TrainConfig config,
      String hash,
      RunDirectory directory,
      RunData data,
      ModelSpec spec,
      Backend backend,
      Start start,
      BooleanSupplier stop) {
    ModelSize size = ModelSize.of(spec, data.layout());
    int sequences = config.batch().microSequences();
    RunLength length = config.length(size, data.layout().tokens());
    requireShortWarmup(config.schedule(), length);
    long dropoutSeed = SeededStream.of(config.seed(), "dropout").bits(0);
    try (Replicas replicas =
        new Replicas(spec, backend, data.layout(), sequences, config.optimizer(), dropoutSeed)) {
      describe(config, size, data, length, backend);
      if (start instanceof Start.Branch branch) {
        new Branching(directory, hash, data.layout().tokens(), size, progress::note)
            .prepare(branch);
      }
      return new TrainRun(config, hash, directory, data, spec, replicas, length, progress, clock)
          .run(!(start instanceof Start.Fresh), stop);
    }
  }

  private static void requireShortWarmup(LrSchedule schedule, RunLength length) {
    String unit = schedule.isByTokens() ? "Tokens" : "Steps";
    long all = schedule.isByTokens() ? length.tokens() : length.steps();
    if (schedule.warmup() > 0 && schedule.warmup() >= all) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "schedule.warmup%s = %.0f is not below the %d %s of the run; shorten the warm-up or"
                  + " lengthen the horizon",
              unit,
              schedule.warmup(),
              all,
              unit.toLowerCase(Locale.ROOT)));
    }
  }

  private void describe(
      TrainConfig config, ModelSize size, RunData data, RunLength length, Backend backend) {
    boolean even = config.batch().schedule() instanceof BatchSchedule.Constant;
    double tokens = length.tokens();
    progress.note(
        String.format(
            Locale.ROOT,
            "%,d parameters (%,d without embeddings), %,d steps of %,d tokens%s: %.3g"
                + " tokens, %.2f epochs, %.3g FLOPs",
            size.totalParams(),
            size.nonEmbeddingParams(),
            length.steps(),
            length.tokens() / length.steps(),
            even ? "" : " on average",
            tokens,
            tokens / data.uniqueTokens(),
            tokens * size.flopsPerTokenExact()));
    progress.note(
        String.format(
            Locale.ROOT,
            "memory for tensors: %,d MiB, all of it allocated now",
            backend.allocatedBytes() >> 20));
    if (!Double.isNaN(data.entropyNats())) {
      progress.note(
          String.format(
              Locale.ROOT,
              "the source's entropy rate is %.5f nats a token: no model can be better",
              data.entropyNats()));
    }
  }

  private static ModelSpec spec(TrainConfig config, RunData data) {
    try {
      ModelSpec spec = config.model().spec(data.vocabulary());
      if (!spec.family().takes(data.layout())) {
        throw KleiberException.usage(
            "model.family "
                + config.model().family().name().toLowerCase(Locale.ROOT).replace('_', '-')
                + " is not trained on sequences of "
                + data.layout()
                + "; choose another family or other data");
      }
      return spec.withZLoss(config.optimizer().zLoss());
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(e.getMessage(), e);
    }
  }

  private static void requireSameRun(RunDirectory directory, Resolved resolved) {
    if (!directory.exists()) {
      return;
    }
    String before;
    try {
      before =
          new com.fasterxml.jackson.databind.ObjectMapper()
              .readTree(Files.readAllBytes(directory.resolved()))
              .path("hash")
              .asText();
    } catch (IOException e) {
      throw KleiberException.corrupt(
          "cannot read " + directory.resolved() + ": " + IoReason.of(e), e);
    }
    if (!before.equals(resolved.hash())) {
      throw KleiberException.usage(
          directory.path()
              + " holds a run with another configuration (see its resolved.json); resume with the"
              + " same one, or choose another --out");
    }
  }
}
