package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kleiber.core.Digests;
import kleiber.core.FileTree;
import kleiber.core.KleiberException;
import kleiber.core.ProcessMark;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.run.Progress;
import kleiber.lm.run.Start;
import kleiber.lm.run.TrainSession;
import kleiber.record.Metric;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.claim.ClaimWatch;
import kleiber.record.claim.testing.ForeignClaim;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that another process takes over while it is trained here. */
class FencedRunTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4}
      horizon: {steps: 30}
      eval: {every: 10, batches: 2}
      checkpoint: {every: 7}
      log: {every: 1}
      threads: 1
      """;

  @TempDir Path folder;
  private Path config;
  private RunDirectory run;
  private final List<String> warnings = new ArrayList<>();
  private TreeMap<String, String> atLoss;

  @BeforeEach
  void write() throws Exception {
    config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
    run = new RunDirectory(folder.resolve("run"));
  }

  private TrainSession session(Progress progress) {
    DatasetCache cache = new DatasetCache(folder.resolve("cache"), note -> {});
    return new TrainSession(cache, progress, Clock.systemUTC(), List.of());
  }

  private PreparedRun prepared(TrainSession session) {
    return session.prepare(ConfigBinder.bind(ConfigValues.read(config), TrainConfig.class));
  }

  private Optional<Outcome> train(Progress progress) {
    TrainSession session = session(progress);
    return session.tryTrain(
        prepared(session),
        run,
        new Start.Resume(),
        () -> false,
        claims -> claims.take(new ClaimWatch()));
  }

  private Outcome trainPatiently(BooleanSupplier stop) {
    TrainSession session = session(Progress.silent());
    return session.train(prepared(session), run, new Start.Resume(), stop);
  }

  private void takeOver() {
    ForeignClaim.write(run.claims(), 2, ForeignClaim.ELSEWHERE, 0);
    atLoss = digests();
  }

  private TreeMap<String, String> digests() {
    TreeMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(run.claims().folder())) {
          digests.put(file.toString(), Digests.of(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digests;
  }

  private enum Moment {
    LOSS,
    STEP,
    SAVED,
    EVALUATING,
    EVALUATED
  }

  /** Takes the run over at the first such moment from step 12 on. */
  private final class Other implements Progress {
    private final Moment moment;
    private long step;

    private Other(Moment moment) {
      this.moment = moment;
    }

    private void at(Moment now) {
      if (atLoss == null && now == moment && step >= 12) {
        takeOver();
      }
    }

    @Override
    public void loss(long now, double nats) {
      step = now;
      at(Moment.LOSS);
    }

    @Override
    public void step(long now, long totalSteps, Metric.Step metric) {
      at(Moment.STEP);
    }

    @Override
    public void saved(long now) {
      at(Moment.SAVED);
    }

    @Override
    public void evaluating(long done, long all) {
      at(Moment.EVALUATING);
    }

    @Override
    public void evaluated(Metric.Evaluation evaluation, long totalSteps) {
      at(Moment.EVALUATED);
    }

    @Override
    public void warn(String sentence) {
      warnings.add(sentence);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whoHasLostARunWritesNothingMoreOfIt(Moment moment) {
    assertThat(train(new Other(moment))).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith(run.path() + " was taken over by process 7 on node7, since then: ");
    assertThat(digests()).isEqualTo(atLoss).isNotEmpty();
    assertThat(run.readStatus().orElseThrow().outcome()).isEqualTo(Outcome.RUNNING);
  }

  /** Throws at step 12, after something else. */
  private Progress failingAfter(Runnable before) {
    return new Progress() {
      @Override
      public void step(long step, long totalSteps, Metric.Step metric) {
        if (step == 12) {
          before.run();
          throw KleiberException.corrupt("a checkpoint is not there any more");
        }
      }

      @Override
      public void warn(String sentence) {
        warnings.add(sentence);
      }
    };
  }

  @Test
  void whatFailsInALostRunIsNoFailureOfTheRun() {
    assertThat(train(failingAfter(this::takeOver))).isEmpty();
    assertThat(digests()).isEqualTo(atLoss);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void whatFailsInARunThatIsHeldIs() {
    assertThatThrownBy(() -> train(failingAfter(() -> {}))).hasMessageContaining("not there");
    assertThat(run.readStatus().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(run.claims().holder()).as("let go").isEmpty();
  }

  @Test
  void aRunWhoseFolderIsDeletedEndsAndDoesNotMakeItAgain() {
    Progress deleting =
        new Progress() {
          @Override
          public void step(long step, long totalSteps, Metric.Step metric) {
            if (step == 12) {
              try {
                FileTree.delete(run.path());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }

          @Override
          public void warn(String sentence) {
            warnings.add(sentence);
          }
        };
    assertThat(train(deleting)).isEmpty();
    assertThat(run.path()).doesNotExist();
    assertThat(warnings)
        .containsExactly(
            run.path()
                + " was deleted or begun anew by another process: this one writes no more into it");
  }

  @Test
  void aRunOfWhichItIsNotKnownWhetherItsHolderLivesIsWaitedForUntilTheUserStops() {
    ForeignClaim.write(run.claims(), 1, ForeignClaim.ELSEWHERE, 0);
    assertThat(trainPatiently(() -> true)).isEqualTo(Outcome.INTERRUPTED);
    assertThat(digests()).as("nothing was begun").isEmpty();
  }

  @Test
  void aRunThatALivingProcessOfThisMachineHasIsRefusedAtOnce() {
    ForeignClaim.write(run.claims(), 1, ProcessMark.current(), 0);
    assertThatThrownBy(() -> trainPatiently(() -> false))
        .isInstanceOf(KleiberException.class)
        .hasMessage(
            run.path()
                + " is in use by process "
                + ProcessMark.current().pid()
                + " on node7, since then; wait for it or choose another --out");
  }
}
