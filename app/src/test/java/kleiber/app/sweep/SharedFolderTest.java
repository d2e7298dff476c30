package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.app.testing.CommandProcess;
import kleiber.app.testing.CommandRun;
import kleiber.app.testing.EightRuns;
import kleiber.app.testing.Host;
import kleiber.app.testing.SweepProcess;
import kleiber.core.ProcessMark;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimState;
import kleiber.record.claim.Holder;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder and two machines whose locks the other does not see, as on many shared file systems.
 * Needs root, bindfs, unshare and nsenter ({@link Host}); it is skipped where they are missing.
 */
@Tag("long")
@Timeout(180)
class SharedFolderTest {
  private static final String SPEC =
      EightRuns.yaml(
          "shared",
          "[1000, 2000]",
          "schedule: {warmupSteps: 50}",
          "checkpoint: {every: 200}",
          "log: {every: 50, tensorboard: false}");

  @TempDir Path folder;
  private Path spec;
  private Path store;
  private Host first;
  private Host second;

  @BeforeEach
  void up() throws Exception {
    Host.assumePossible();
    spec = Files.writeString(folder.resolve("shared.yaml"), SPEC);
    store = Files.createDirectory(folder.resolve("store"));
    first = Host.up("node1", store, folder.resolve("1"));
    second = Host.up("node2", store, folder.resolve("2"));
    first.requireNoLockCrossesTo(second);
  }

  @AfterEach
  void down() throws Exception {
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
  }

  private CommandProcess sweep(Host host, String out) throws Exception {
    return host.start(
        List.of(
            "sweep",
            "run",
            spec.toString(),
            "--slots",
            "1",
            "--out",
            "" + host.mount().resolve(out)));
  }

  private Path local() throws Exception {
    Path local = folder.resolve("local");
    assertThat(SweepProcess.start(spec, local).waitFor()).isZero();
    return local;
  }

  @Test
  void twoMachinesTrainEveryRunOnceAndBothLeaveWholeTables() throws Exception {
    CommandProcess one = sweep(first, "out");
    CommandProcess two = sweep(second, "out");
    assertThat(one.exit()).as(one.said()).isZero();
    assertThat(two.exit()).as(two.said()).isZero();
    SweepFolder shared = new SweepFolder(store.resolve("out"));
    List<String> hosts = new ArrayList<>();
    for (Ledger.Entry run : shared.requireLedger().runs()) {
      RunDirectory directory = shared.run(run.id());
      assertThat(directory.attempts()).content().hasLineCount(1);
      assertThat(directory.readStatus().orElseThrow().attempts()).isEqualTo(1);
      assertThat(directory.claims().newest()).isEqualTo(1);
      hosts.add(directory.claims().read(1).orElseThrow().holder().host());
    }
    assertThat(hosts).as("both had a part in it").contains("node1", "node2").hasSize(8);
    assertThat(one.said() + two.said()).contains("is being trained by process ", " on node");
    Path local = local();
    assertThat(SweepProcess.table(shared.path())).isEqualTo(SweepProcess.table(local));
    for (Ledger.Entry run : shared.requireLedger().runs()) {
      assertThat(weights(shared.path(), run)).hasSameBinaryContentAs(weights(local, run));
    }
  }

  private static Path weights(Path out, Ledger.Entry run) throws Exception {
    try (var checkpoints = Files.list(out.resolve(run.id()).resolve("checkpoints"))) {
      return checkpoints.sorted().reduce((a, b) -> b).orElseThrow().resolve("weights.bin");
    }
  }

  /** Collects a sweep 200 times and looks at its tables each time, whoever wrote them. */
  static final class Collect {
    private Collect() {}

    /**
     * @param arguments the folder of the sweep, and one that has its tables
     */
    public static void main(String[] arguments) throws Exception {
      for (int time = 0; time < 200; time++) {
        CommandRun run = CommandRun.of("sweep", "collect", arguments[0]);
        assertThat(run.exit()).as(run.err()).isZero();
        for (String table : List.of("runs.csv", "runs.jsonl", "curves.csv")) {
          assertThat(Path.of(arguments[0], table))
              .hasSameBinaryContentAs(Path.of(arguments[1], table));
        }
      }
    }
  }

  @Test
  void twoMachinesCollectAFolderTwoHundredTimesAtOnce() throws Exception {
    Files.writeString(spec, SPEC.replace("[1000, 2000]", "[100, 200]"));
    Path out = store.resolve("out");
    assertThat(SweepProcess.start(spec, out).waitFor()).isZero();
    Path tables = Files.createDirectory(folder.resolve("tables"));
    for (String table : List.of("runs.csv", "runs.jsonl", "curves.csv")) {
      Files.copy(out.resolve(table), tables.resolve(table));
    }
    assertThat(tables.resolve("runs.csv")).content().hasLineCount(9);
    List<CommandProcess> both = new ArrayList<>();
    for (Host host : List.of(first, second)) {
      both.add(
          host.start(
              Collect.class, List.of(host.mount().resolve("out").toString(), tables.toString())));
    }
    for (CommandProcess one : both) {
      assertThat(one.exit()).as(one.said()).isZero();
    }
    try (var left = Files.list(out)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("kleiber-"));
    }
  }

  @Test
  void aRunThatKillsItsWorkersIsTriedThreeTimesOnBothMachinesTogether() throws Exception {
    Files.writeString(spec, SPEC.replace("[1000, 2000]", "[500, 400000]"));
    CommandProcess one = sweep(first, "out");
    CommandProcess two = sweep(second, "out");
    SweepFolder out = new SweepFolder(store.resolve("out"));
    List<ProcessMark> killed = new ArrayList<>();
    while (!one.endsWithin(20) || !two.endsWithin(20)) {
      for (CommandProcess sweep : List.of(one, two)) {
        killed.addAll(killPoisoned(sweep, out, killed));
      }
    }
    assertThat(one.exit()).as(one.said()).isEqualTo(5);
    assertThat(two.exit()).as(two.said()).isEqualTo(5);
    assertThat(killed).as("four runs, three times each").hasSize(12);
    for (Ledger.Entry run : out.requireLedger().runs()) {
      Status status = out.run(run.id()).readStatus().orElseThrow();
      boolean poisoned = status.totalSteps() == 400_000;
      assertThat(status.outcome()).isEqualTo(poisoned ? Outcome.CRASHED : Outcome.COMPLETED);
      assertThat(status.crashes()).isEqualTo(poisoned ? 3 : 0);
      assertThat(status.attempts()).isEqualTo(poisoned ? 3 : 1);
      assertThat(out.run(run.id()).attempts()).content().hasLineCount(poisoned ? 3 : 1);
    }
  }

  /** Kills the worker that trains a long run, once of each attempt. */
  private static List<ProcessMark> killPoisoned(
      CommandProcess sweep, SweepFolder out, List<ProcessMark> before) {
    List<ProcessMark> killed = new ArrayList<>();
    for (Ledger.Entry run : out.readLedger().map(Ledger::runs).orElse(List.of())) {
      RunDirectory directory = out.run(run.id());
      Optional<Status> status = directory.readStatus();
      Optional<ProcessMark> holder =
          directory
              .claims()
              .read(directory.claims().newest())
              .filter(claim -> !claim.released())
              .map(ClaimState::holder)
              .map(Holder::process);
      boolean training =
          status.isPresent()
              && status.get().outcome() == Outcome.RUNNING
              && status.get().totalSteps() == 400_000;
      if (training && holder.isPresent() && !before.contains(holder.get())) {
        for (ProcessHandle worker : sweep.workers()) {
          if (startOf(worker) == holder.get().start() && worker.destroyForcibly()) {
            killed.add(holder.get());
          }
        }
      }
    }
    return killed;
  }

  /** The same in all namespaces of processes. */
  private static long startOf(ProcessHandle process) {
    return ProcessMark.of(process.pid()).map(ProcessMark::start).orElse(0L);
  }
}
