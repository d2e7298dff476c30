package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import kleiber.app.testing.EightRuns;
import kleiber.app.testing.SweepProcess;
import kleiber.record.Outcome;
import kleiber.record.Status;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a real Slurm of two nodes, left alone and not. */
@Tag("slurm")
@Timeout(300)
class SlurmTest {
  private static final String SPEC =
      EightRuns.yaml(
          "on slurm",
          "[2000, 6000]",
          "precision: fp32",
          "schedule: {kind: warmup-stable-decay, warmupSteps: 50, decayFraction: 0.2}",
          "checkpoint: {every: 500}",
          "log: {every: 50, tensorboard: false}");

  @TempDir static Path folder;
  private static SlurmCluster cluster;
  private static Path spec;
  private static Path local;

  @BeforeAll
  static void trainLocallyAndStart() throws Exception {
    cluster = SlurmCluster.start(Files.createDirectory(folder.resolve("cluster")));
    spec = Files.writeString(folder.resolve("on-slurm.yaml"), SPEC);
    local = folder.resolve("local");
    assertThat(WorkersHere.train(spec, local).isComplete()).isTrue();
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** One worker a node: each asks for both processors. */
  private static SweepFolder submit(String name) throws Exception {
    Path out = folder.resolve("my runs").resolve(name);
    String said =
        cluster.kleiber(
            "sweep",
            "submit",
            spec.toString(),
            "--out",
            out.toString(),
            "--slurm",
            "--jobs",
            "2",
            "--cpus",
            "2",
            "--partition",
            "low");
    assertThat(said).contains("planning on a node").contains("2 tasks");
    return new SweepFolder(out);
  }

  private static long count(SweepFolder sweep, Outcome outcome) {
    return sweep.requireLedger().runs().stream()
        .map(run -> sweep.run(run.id()).readStatus().map(Status::outcome).orElse(null))
        .filter(outcome::equals)
        .count();
  }

  /** Waits until both workers train and something of it is worth saving. */
  private static void awaitTraining(SweepFolder sweep) throws Exception {
    while (count(sweep, Outcome.RUNNING) < 4 || checkpoints(sweep) == 0) {
      assertThat(cluster.states()).as(logs(sweep)).isNotEmpty();
      Thread.sleep(100);
    }
    assertThat(Collections.frequency(cluster.states(), "RUNNING")).isEqualTo(2);
  }

  private static long checkpoints(SweepFolder sweep) {
    return sweep.requireLedger().runs().stream()
        .filter(run -> Files.exists(sweep.run(run.id()).checkpoints()))
        .count();
  }

  private static void assertEndsAsTrainedLocally(SweepFolder sweep) throws Exception {
    cluster.awaitEnd();
    assertThat(count(sweep, Outcome.COMPLETED)).as(logs(sweep)).isEqualTo(8);
    assertThat(SweepProcess.table(sweep.path())).isEqualTo(SweepProcess.table(local));
    assertThat(sweep.curvesCsv()).hasSameTextualContentAs(new SweepFolder(local).curvesCsv());
    assertThat(sweep.path().resolve("report.html")).isRegularFile();
  }

  private static String logs(SweepFolder sweep) throws Exception {
    StringBuilder text = new StringBuilder();
    try (var files = Files.newDirectoryStream(sweep.path().resolve("slurm"), "*.log")) {
      for (Path file : files) {
        text.append(file).append('\n').append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static int attempts(SweepFolder sweep) {
    int attempts = 0;
    for (Ledger.Entry run : sweep.requireLedger().runs()) {
      attempts += sweep.run(run.id()).readStatus().orElseThrow().attempts();
    }
    return attempts;
  }

  @Test
  void anArrayOfTwoWorkersTrainsWhatOneMachineTrains() throws Exception {
    SweepFolder sweep = submit("alone");
    assertEndsAsTrainedLocally(sweep);
    assertThat(attempts(sweep)).as("each run once").isEqualTo(8);
    assertThat(cluster.kleiber("sweep", "status", sweep.path().toString()))
        .contains("8 completed", "no job of this sweep is waiting or running");
  }

  @Test
  void workersThatAreToldToStopSaveAndBeginAgain() throws Exception {
    SweepFolder sweep = submit("stopped");
    awaitTraining(sweep);
    String status = cluster.kleiber("sweep", "status", sweep.path().toString());
    assertThat(status).containsPattern("\\d+_0 +RUNNING +n[12]").contains("PENDING", "Dependency");
    cluster.run(List.of("scancel", "--signal=TERM", "--jobname=kleiber-on slurm"));
    assertEndsAsTrainedLocally(sweep);
    assertThat(logs(sweep)).contains("stopped with runs left; the same command goes on");
    assertThat(attempts(sweep)).isGreaterThan(8);
  }

  @Test
  void preemptedWorkersMakeRoomAndComeBack() throws Exception {
    SweepFolder sweep = submit("preempted");
    awaitTraining(sweep);
    cluster.run(
        List.of(
            "sbatch",
            "--partition=high",
            "--array=0-1",
            "--cpus-per-task=2",
            "--output=/dev/null",
            "--wrap=sleep 2"));
    assertEndsAsTrainedLocally(sweep);
    assertThat(logs(sweep)).contains("stopped with runs left; the same command goes on");
  }

  @Test
  void cancelledJobsStayCancelledAndTheNextSubmitGoesOn() throws Exception {
    SweepFolder sweep = submit("cancelled");
    awaitTraining(sweep);
    assertThat(cluster.kleiber("sweep", "cancel", sweep.path().toString()))
        .containsPattern("cancelled: \\d+, \\d+\n");
    cluster.awaitEnd();
    assertThat(count(sweep, Outcome.COMPLETED)).isLessThan(8);
    assertThat(count(sweep, Outcome.INTERRUPTED)).isPositive();
    submit("cancelled");
    assertEndsAsTrainedLocally(sweep);
  }

  @Test
  void aNodeWhosePowerIsCutLosesNothing() throws Exception {
    SweepFolder sweep = submit("cut off");
    awaitTraining(sweep);
    cluster.kill("n2");
    try {
      assertEndsAsTrainedLocally(sweep);
    } finally {
      cluster.boot("n2");
    }
  }
}
