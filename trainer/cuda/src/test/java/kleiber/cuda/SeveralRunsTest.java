package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.app.testing.CommandRun;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.run.PreparedRun;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.schedule.Policy;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.Scheduler;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs at once on one GPU, in one worker. */
@OnStandIn
class SeveralRunsTest {
  private static final String CONFIG =
      """
      name: x
      model: {layers: 1, heads: 2, width: WIDTH, context: 8, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 4000}}
      batch: {sequences: 2}
      horizon: {steps: 8}
      schedule: {warmupSteps: 2}
      eval: {batches: 1, finalBatches: 1}
      checkpoint: {every: 4, keep: 9}
      log: {every: 1, tensorboard: false}
      backend: cuda
      """;
  private static final List<String> GOOD =
      List.of("precision: fp32", "precision: bf16", "precision: fp32\nseed: 2");

  /** Of the card that one of the runs is too large for. */
  private static final long CARD_BYTES = 64 << 20;

  private static final int ILLEGAL_ADDRESS = 700;
  private static final int WIDTH = 16;
  private static final int LARGE_WIDTH = 2048;

  @TempDir Path folder;

  private RunDirectory directory(String name, int width, String more) throws IOException {
    RunDirectory directory = new RunDirectory(folder.resolve(name));
    directory.create();
    Files.writeString(directory.config(), CONFIG.replace("WIDTH", "" + width) + more + "\n");
    return directory;
  }

  private QueuedRun run(String name, int width, String more) throws IOException {
    RunDirectory directory = directory(name, width, more);
    ConfigValues values = ConfigValues.read(directory.config());
    PreparedRun prepared =
        PreparedRun.of(
            ConfigBinder.bind(values, TrainConfig.class),
            new DatasetCache(DatasetCache.defaultFolder(), note -> {}));
    return new QueuedRun(name, directory, 1, 1, 1, 0, null, prepared.identity().basis(), null);
  }

  private List<QueuedRun> good() throws IOException {
    List<QueuedRun> runs = new ArrayList<>();
    for (String more : GOOD) {
      runs.add(run("run-" + runs.size(), WIDTH, more));
    }
    return runs;
  }

  private static Map<String, Outcome> train(List<QueuedRun> runs, WorkersHere workers)
      throws InterruptedException {
    Machine gpu = new Machine(List.of(new Place(0, "0", runs.size(), Long.MAX_VALUE)));
    Policy policy = new Policy(1, false, false);
    return new Scheduler(gpu, workers, policy, new SweepListener() {})
        .run(runs, () -> false).entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue));
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(run.resolve("checkpoints/step-0000000008/weights.bin"));
  }

  /** Each run against the same one that had the card to itself. */
  private void requireThatGoodOnesEndedAsAlone() throws IOException {
    for (int i = 0; i < GOOD.size(); i++) {
      Path config = directory("alone-" + i, WIDTH, GOOD.get(i)).config();
      Path alone = folder.resolve("out-" + i);
      CommandRun run = CommandRun.of("train", config.toString(), "--out", alone.toString());
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(weights(folder.resolve("run-" + i))).isEqualTo(weights(alone));
    }
  }

  @Test
  void runsEndAsIfAloneWhileOthersDivergeAndDoNotFit() throws Exception {
    List<QueuedRun> runs = good();
    runs.add(run("wild", WIDTH, "optimizer: {lr: 1e36, clipNorm: 0}"));
    runs.add(run("large", LARGE_WIDTH, ""));
    WorkersHere workers = new WorkersHere();
    try (StandIn small = StandIn.with("STANDIN_MEMORY", CARD_BYTES)) {
      assertThat(train(runs, workers))
          .isEqualTo(
              Map.of(
                  "run-0", Outcome.COMPLETED,
                  "run-1", Outcome.COMPLETED,
                  "run-2", Outcome.COMPLETED,
                  "wild", Outcome.DIVERGED,
                  "large", Outcome.FAILED));
    }
    assertThat(workers.started()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("large/status.json")))
        .contains("the GPU's memory is too small");
    requireThatGoodOnesEndedAsAlone();
  }

  /** The driver then fails every call of the process; only another process can go on. */
  @Test
  void aGpuThatIsLostEndsTheWorkerAndItsRunsGoOnFromTheirCheckpointsInAnother() throws Exception {
    List<QueuedRun> runs = good();
    Set<Integer> saved = new HashSet<>();
    // Set before there are threads: from then on only its text changes.
    try (StandIn fault = StandIn.with("STANDIN_FAIL", "nothing:0")) {
      WorkersHere workers =
          new WorkersHere(
              message -> {
                if (message instanceof Message.Saved one
                    && saved.add(one.slot())
                    && saved.size() == GOOD.size()) {
                  StandIn.failing("cuStreamSynchronize", ILLEGAL_ADDRESS);
                }
              },
              () -> {
                awaitFailures(runs);
                StandIn.failing("nothing", 0);
              });
      assertThat(train(runs, workers).values())
          .hasSize(GOOD.size())
          .allMatch(outcome -> outcome == Outcome.COMPLETED);
      assertThat(workers.started()).isEqualTo(2);
    }
    requireThatGoodOnesEndedAsAlone();
  }

  /** Threads of a worker would end with its process; here they see that the GPU is lost. */
  private static void awaitFailures(List<QueuedRun> runs) {
    try {
      while (runs.stream().anyMatch(run -> isRunning(run.directory()))) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRunning(RunDirectory directory) {
    return directory.readStatus().map(status -> status.outcome() == Outcome.RUNNING).orElse(true);
  }
}
