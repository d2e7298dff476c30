package kleiber.lm.run;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.Resolved;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.optim.BatchSchedule;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.training.RunData;
import kleiber.lm.training.TrainingModel;
import kleiber.record.Environment;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimLostException;
import kleiber.record.claim.Claims;
import kleiber.record.claim.HeldClaim;
import kleiber.record.claim.Holder;

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
   * Trains in {@code directory}. Where a process that may be dead has it, that is waited for.
   *
   * @param start where the run starts
   * @param stop asked after every step and every batch of an evaluation, and while waiting
   * @throws KleiberException when another process is training there, or the folder holds another
   *     run
   */
  public Outcome train(PreparedRun run, RunDirectory directory, Start start, BooleanSupplier stop) {
    Optional<Outcome> outcome =
        tryTrain(
            run, directory, start, stop, claims -> claims.takePatiently(note(directory), stop));
    if (outcome.isEmpty() && stop.getAsBoolean()) {
      return Outcome.INTERRUPTED;
    }
    return outcome.orElseThrow(
        () ->
            KleiberException.usage(
                directory.path()
                    + " is in use by "
                    + directory.claims().holder().map(Holder::words).orElse("another process")
                    + "; wait for it or choose another --out"));
  }

  private Consumer<String> note(RunDirectory directory) {
    return words -> progress.note(directory.path() + " is " + words);
  }

  /**
   * Refuses a folder that holds another run, or any run where one is to start afresh. Cheap: no
   * data are looked at.
   */
  public void requirePlace(
      ConfigBinder.Bound<TrainConfig> bound, RunDirectory directory, Start start) {
    requireRoom(directory, start);
    record(directory).requireConfiguration(Resolved.of(bound));
  }

  private static void requireRoom(RunDirectory directory, Start start) {
    if (directory.exists() && start instanceof Start.Fresh) {
      throw KleiberException.usage(
          "there is a run in "
              + directory.path()
              + " already; continue it with --resume, or choose another --out");
    }
  }

  /** Opens data and chooses a backend; after this, it is known what the run is. */
  public PreparedRun prepare(ConfigBinder.Bound<TrainConfig> bound) {
    return PreparedRun.of(bound, cache);
  }

  /** The newest run of this name and configuration in {@code folder}, on whatever basis. */
  public Optional<RunDirectory> find(Path folder, ConfigBinder.Bound<TrainConfig> bound) {
    return RunRecord.find(folder, bound.config().name(), Resolved.of(bound));
  }

  private RunRecord record(RunDirectory directory) {
    return new RunRecord(directory, progress::note);
  }

  /**
   * Trains like {@link #train}, unless another process is training there. A run that has completed
   * or diverged is not trained again: both would end the same.
   *
   * @param claiming takes the folder, if it is to be had
   * @return empty when another process is training there, or has begun to since
   */
  public Optional<Outcome> tryTrain(
      PreparedRun run,
      RunDirectory directory,
      Start start,
      BooleanSupplier stop,
      Function<Claims, Optional<HeldClaim>> claiming) {
    requireRoom(directory, start);
    directory.create();
    Optional<HeldClaim> claim = claiming.apply(directory.claims());
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (HeldClaim held = claim.get()) {
      return train(run, directory, start, stop, held);
    } catch (ClaimLostException e) {
      progress.warn(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * What fails where another process trains is that one's doing: its files are not as they were.
   */
  private Optional<Outcome> train(
      PreparedRun run, RunDirectory directory, Start start, BooleanSupplier stop, HeldClaim claim) {
    try {
      return trainHeld(run, directory, start, stop, claim);
    } catch (RuntimeException e) {
      if (claim.isLost()) {
        claim.requireNotKnownLost();
      }
      throw e;
    }
  }

  private Optional<Outcome> trainHeld(
      PreparedRun run, RunDirectory directory, Start start, BooleanSupplier stop, HeldClaim claim) {
    RunRecord record = record(directory);
    boolean allowed = start instanceof Start.Resume resume && resume.changesAllowed();
    record.requireConfiguration(run.identity().configuration());
    List<String> changes = record.requireBasis(run.identity().basis(), allowed);
    Optional<Status> before = directory.readStatus();
    if (before.filter(Status::isFinal).isPresent()) {
      progress.note(
          "the run in "
              + directory.path()
              + " has ended before; nothing to do"
              + (before.get().message() == null ? "" : ": " + before.get().message()));
      return before.map(Status::outcome);
    }
    Backends.Choice choice = run.selection().open();
    try (Backend backend = choice.backend()) {
      String precision = choice.precision().label();
      progress.note(backend.describe() + ", " + precision + ": " + choice.reason());
      Supplier<String> begin =
          () -> {
            claim.requireHeld();
            return record.begin(
                run.identity(),
                run.data().tokenizer(),
                Environment.capture(backend.describe(), precision, arguments),
                clock.instant().toString(),
                changes);
          };
      return Optional.of(train(run, begin, directory, claim, backend, start, stop));
    }
  }

  /**
   * Trains a run once it is known to have a length and room in memory.
   *
   * @param begin writes down that the run has begun, so that a run that is refused leaves its
   *     folder free; gives the run's hash
   */
  private Outcome train(
      PreparedRun run,
      Supplier<String> begin,
      RunDirectory directory,
      HeldClaim claim,
      Backend backend,
      Start start,
      BooleanSupplier stop) {
    RunLength length = run.length();
    requireShortWarmup(run.config().schedule(), length);
    try (TrainingModel training = bind(run, backend)) {
      String hash = begin.get();
      describe(run, length, backend);
      if (start instanceof Start.Branch branch) {
        int tokens = run.data().layout().tokens();
        new Branching(directory, claim, hash, tokens, run.size(), progress::note).prepare(branch);
      }
      return new TrainRun(run, hash, directory, claim, training, length, progress, clock)
          .run(
              !(start instanceof Start.Fresh),
              () -> {
                claim.requireNotKnownLost();
                return stop.getAsBoolean();
              });
    }
  }

  /**
   * The model of a run on a backend.
   *
   * @throws KleiberException when it does not fit in memory, or cannot be counted
   */
  static TrainingModel bind(PreparedRun run, Backend backend) {
    TrainConfig config = run.config();
    int sequences = config.batch().microSequences();
    long dropoutSeed = SeededStream.of(config.seed(), "dropout").bits(0);
    try {
      return new TrainingModel(
          run.spec(), backend, run.data().layout(), sequences, config.optimizer(), dropoutSeed);
    } catch (OutOfMemoryError e) {
      throw KleiberException.usage(
          "the model and "
              + sequences
              + " sequences at once do not fit in memory here: "
              + e.getMessage()
              + "; make batch.microBatch, model.context or the model smaller",
          e);
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

  private void describe(PreparedRun run, RunLength length, Backend backend) {
    ModelSize size = run.size();
    RunData data = run.data();
    boolean even = run.config().batch().schedule() instanceof BatchSchedule.Constant;
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
              "the source's entropy rate is %.5f nats per token: no model can be better",
              data.entropyNats()));
    }
  }
}
