package kleiber.lm.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.engine.backend.Backend;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.config.TrainConfig.EvalConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.run.Progress;
import kleiber.lm.run.Start;
import kleiber.lm.run.TrainSession;
import kleiber.lm.testing.ModelCases;
import kleiber.lm.training.TrainingModel;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of splits that may be large: stopped, bounded and told of. */
class EvaluationTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4}
      horizon: {steps: 6}
      checkpoint: {every: 0}
      log: {every: 1}
      backend: cpu
      threads: 1
      """;

  /** 2,000 tokens held out are 125 sequences of 16, of which 4 make a batch. */
  private static final int BATCHES = 32;

  @TempDir Path folder;

  private final AtomicInteger batches = new AtomicInteger();

  /** Trains in a folder, asking {@code stop} as a signal would be asked for. */
  private Outcome train(String out, String more, BooleanSupplier stop) {
    ConfigValues values = ConfigValues.parse(CONFIG + more, "test");
    Progress counting =
        new Progress() {
          @Override
          public void evaluating(long done, long all) {
            batches.incrementAndGet();
          }
        };
    DatasetCache cache = new DatasetCache(folder.resolve("cache"), text -> {});
    TrainSession session = new TrainSession(cache, counting, Clock.systemUTC(), List.of());
    PreparedRun run = session.prepare(ConfigBinder.bind(values, TrainConfig.class));
    return session.train(run, directory(out), new Start.Resume(), stop);
  }

  private RunDirectory directory(String out) {
    return new RunDirectory(folder.resolve(out));
  }

  private List<String> metrics(String out) throws Exception {
    return Files.readAllLines(directory(out).metrics()).stream()
        .map(line -> line.replaceAll("\"tokensPerSecond\":[^,}]*", ""))
        .toList();
  }

  @Test
  void aSignalStopsTheLastEvaluationAfterOneBatchAndTheRunGoesOnToTheSameEnd() throws Exception {
    assertThat(train("whole", "", () -> false)).isEqualTo(Outcome.COMPLETED);
    assertThat(batches.getAndSet(0)).isEqualTo(BATCHES);
    assertThat(train("stopped", "", () -> batches.get() > 2)).isEqualTo(Outcome.INTERRUPTED);
    assertThat(batches.get()).isEqualTo(3);
    assertThat(directory("stopped").readStatus().orElseThrow().outcome())
        .isEqualTo(Outcome.INTERRUPTED);
    assertThat(train("stopped", "", () -> false)).isEqualTo(Outcome.COMPLETED);
    assertThat(metrics("stopped")).isEqualTo(metrics("whole"));
    Path weights = Path.of("checkpoints/step-0000000006/weights.bin");
    assertThat(folder.resolve("stopped").resolve(weights))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(weights));
  }

  @Test
  void aSignalInAnEvaluationBetweenStepsSavesTheStepItIsOf() throws Exception {
    String every = "eval: {every: 4}\n";
    assertThat(train("whole", every, () -> false)).isEqualTo(Outcome.COMPLETED);
    batches.set(0);
    assertThat(train("stopped", every, () -> batches.get() > 0)).isEqualTo(Outcome.INTERRUPTED);
    assertThat(batches.get()).isEqualTo(1);
    assertThat(directory("stopped").readStatus().orElseThrow().step()).isEqualTo(4);
    assertThat(directory("stopped").checkpoints().resolve("step-0000000004")).exists();
    assertThat(train("stopped", every, () -> false)).isEqualTo(Outcome.COMPLETED);
    assertThat(metrics("stopped")).isEqualTo(metrics("whole"));
  }

  @Test
  void theLastEvaluationIsAsLongAsAskedForAndSaysHowSureItIs() {
    assertThat(train("bounded", "eval: {finalBatches: 5}\n", () -> false))
        .isEqualTo(Outcome.COMPLETED);
    assertThat(batches.get()).isEqualTo(5);
    List<Metric> metrics = MetricsLog.read(directory("bounded").metrics());
    Metric.Evaluation last = (Metric.Evaluation) metrics.get(metrics.size() - 1);
    assertThat(last.evaluatedTokens()).isEqualTo(5 * 4 * 16);
    assertThat(last.complete()).isFalse();
    assertThat(last.lossStderr()).isPositive();
    Status.Result result = directory("bounded").readStatus().orElseThrow().result();
    assertThat(result.finalLossNats()).isEqualTo(last.lossNats());
    assertThat(result.finalLossStderr()).isEqualTo(last.lossStderr());
  }

  @Test
  void withoutALimitAHugeSplitIsBoundedAlikeForEveryBatchSize() {
    EvalConfig standard = new EvalConfig(0, 0, -1);
    assertThat(standard.sequences(1_000_000_000L, 8, 128, true)).isEqualTo((1 << 22) / 128);
    assertThat(standard.sequences(1_000_000_000L, 512, 128, true)).isEqualTo((1 << 22) / 128);
    assertThat(standard.sequences(30_000, 8, 128, true)).isEqualTo(30_000);
    assertThat(new EvalConfig(0, 0, 0).sequences(1_000_000_000L, 8, 128, true))
        .isEqualTo(1_000_000_000L);
    assertThat(new EvalConfig(10, 20, 0).sequences(1_000_000_000L, 8, 128, false)).isEqualTo(160);
  }

  @Test
  void aPartOfASplitIsSpreadEvenlyOverIt() {
    ModelSpec spec = ModelCases.all().values().iterator().next();
    Batch example = ModelCases.batch(spec);
    List<Long> read = new ArrayList<>();
    SequenceSource source =
        new SequenceSource() {
          @Override
          public BatchLayout layout() {
            return example.layout();
          }

          @Override
          public long sequencesPerEpoch() {
            return 100;
          }

          @Override
          public void read(long number, Batch batch, int row) {
            read.add(number);
            Arrays.fill(batch.get(Field.TARGETS), 1);
          }
        };
    OptimizerSpec optimizer = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);
    try (Backend backend = UsableBackend.open("cpu", 1);
        TrainingModel training =
            new TrainingModel(spec, backend, example.layout(), 2, optimizer, 1)) {
      Evaluator evaluator = new Evaluator(training, source);
      assertThat(evaluator.evaluate(5, () -> false, done -> {}).orElseThrow().complete()).isFalse();
      assertThat(read).containsExactly(0L, 20L, 40L, 60L, 80L, 100L);
      read.clear();
      assertThat(evaluator.evaluate(100, () -> false, done -> {}).orElseThrow().complete())
          .isTrue();
      assertThat(read).hasSize(100).isSorted().doesNotHaveDuplicates();
    }
  }
}
