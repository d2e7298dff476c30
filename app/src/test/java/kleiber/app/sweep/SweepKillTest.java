package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kleiber.app.testing.EightRuns;
import kleiber.app.testing.SweepProcess;
import kleiber.core.random.SeededStream;
import kleiber.record.Outcome;
import kleiber.record.Status;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sweeps, really killed, and two of them at once. */
@Tag("long")
class SweepKillTest {
  private static final int KILLS = 10;
  private static final String SPEC =
      EightRuns.yaml(
          "killed",
          "[2000, 6000]",
          "schedule: {kind: warmup-stable-decay, warmupSteps: 50, decayFraction: 0.2}",
          "checkpoint: {every: 200}",
          "log: {every: 50, tensorboard: false}");

  @TempDir Path folder;

  /**
   * A worker's death counts against its run, whichever sweep saw it, and here it is none's fault.
   */
  private static final String[] TRIED_ON = {"--attempts", "" + 2 * KILLS};

  private Path spec;
  private SeededStream random;
  private int drawn;

  @BeforeEach
  void prepare() throws Exception {
    spec = Files.writeString(folder.resolve("killed.yaml"), SPEC);
    long seed = System.nanoTime();
    System.out.println("kills are drawn with seed " + seed);
    random = SeededStream.of(seed, "kills");
  }

  @Test
  void aSweepWhoseProcessesAreKilledEndsLikeOneWhoseAreNot() throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    assertThat(SweepProcess.start(spec, whole).waitFor()).isZero();
    Map<String, byte[]> completed = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process sweep = SweepProcess.start(spec, killed, TRIED_ON);
      boolean over = sweep.waitFor(1500 + below(2500), TimeUnit.MILLISECONDS);
      if (!over && kill % 2 == 0) {
        sweep.destroyForcibly().waitFor();
      } else if (!over) {
        killAWorkerOf(sweep);
        sweep.waitFor(below(1500), TimeUnit.MILLISECONDS);
        sweep.destroyForcibly().waitFor();
      }
      remember(completed, killed);
    }
    assertThat(SweepProcess.start(spec, killed, TRIED_ON).waitFor()).isZero();
    assertThat(SweepProcess.table(killed)).isEqualTo(SweepProcess.table(whole));
    for (Map.Entry<String, byte[]> status : completed.entrySet()) {
      assertThat(killed.resolve(status.getKey()).resolve("status.json"))
          .as("a completed run is not touched again")
          .hasBinaryContent(status.getValue());
    }
  }

  private static void killAWorkerOf(Process sweep) {
    try (Stream<ProcessHandle> workers = sweep.children()) {
      workers.findFirst().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private long below(int millis) {
    return (long) (millis * random.uniform(drawn++));
  }

  private static void remember(Map<String, byte[]> completed, Path out) throws Exception {
    SweepFolder sweep = new SweepFolder(out);
    if (sweep.readLedger().isEmpty()) {
      return;
    }
    for (Ledger.Entry run : sweep.requireLedger().runs()) {
      boolean done =
          sweep.run(run.id()).readStatus().map(Status::outcome).orElse(null) == Outcome.COMPLETED;
      if (done) {
        completed.putIfAbsent(run.id(), Files.readAllBytes(sweep.run(run.id()).status()));
      }
    }
  }

  /** Two cells far from their best rates: many rounds, each following from the one before. */
  private static final String TUNED =
      SPEC.replaceFirst("(?s)design:.*", "")
          + """
          design: {kind: ladder, sizes: [8k, 12k], tokensPerParam: [50]}
          tune:
            optimizer.lr: {start: 2e-4}
          """;

  @Test
  void aTunedSweepThatIsKilledFindsWhatOneDoesThatIsNot() throws Exception {
    spec = Files.writeString(folder.resolve("tuned.yaml"), TUNED);
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    assertThat(SweepProcess.start(spec, whole).waitFor()).isZero();
    for (int kill = 0; kill < KILLS; kill++) {
      Process sweep = SweepProcess.start(spec, killed, TRIED_ON);
      if (!sweep.waitFor(1500 + below(3500), TimeUnit.MILLISECONDS)) {
        killAWorkerOf(sweep);
        sweep.destroyForcibly().waitFor();
      }
    }
    assertThat(SweepProcess.start(spec, killed, TRIED_ON).waitFor()).isZero();
    assertThat(SweepProcess.table(killed))
        .isEqualTo(SweepProcess.table(whole))
        .hasSizeGreaterThan(8);
  }

  @Test
  void twoSweepsAtOnceShareTheWork() throws Exception {
    Path whole = folder.resolve("whole");
    Path shared = folder.resolve("shared");
    assertThat(SweepProcess.start(spec, whole).waitFor()).isZero();
    List<Process> both =
        List.of(SweepProcess.start(spec, shared), SweepProcess.start(spec, shared));
    for (Process sweep : both) {
      assertThat(sweep.waitFor()).isZero();
    }
    assertThat(SweepProcess.table(shared)).isEqualTo(SweepProcess.table(whole));
    SweepFolder sweep = new SweepFolder(shared);
    for (Ledger.Entry run : sweep.requireLedger().runs()) {
      assertThat(sweep.run(run.id()).readStatus().orElseThrow().attempts()).isEqualTo(1);
    }
  }

  @Test
  void aSignalSavesRunningRunsAndTheSameCommandGoesOn() throws Exception {
    Path out = folder.resolve("stopped");
    Process sweep = SweepProcess.start(spec, out);
    SweepFolder files = new SweepFolder(out);
    while (files.readLedger().isEmpty() || running(files) == 0) {
      Thread.sleep(50);
    }
    sweep.destroy();
    assertThat(sweep.waitFor()).isEqualTo(75);
    assertThat(running(files)).isZero();
    assertThat(folder.resolve("stopped.log")).content().contains("interrupted and saved");
    assertThat(SweepProcess.start(spec, out).waitFor()).isZero();
  }

  private static long running(SweepFolder sweep) {
    return sweep.requireLedger().runs().stream()
        .map(run -> sweep.run(run.id()).readStatus().map(Status::outcome).orElse(null))
        .filter(outcome -> outcome == Outcome.RUNNING)
        .count();
  }
}
