package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.app.testing.CommandProcess;
import kleiber.app.testing.EightRuns;
import kleiber.app.testing.Host;
import kleiber.app.testing.SweepProcess;
import kleiber.core.ProcessMark;
import kleiber.core.random.SeededStream;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import kleiber.record.claim.ClaimState;
import kleiber.record.claim.Claims;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two machines that train one sweep, each killed at random with all its processes and started
 * again. Needs root, bindfs, unshare and nsenter ({@link Host}); it is skipped where they are
 * missing.
 */
@Tag("long")
@Timeout(300)
class ContendersTest {
  private static final int KILLS = 10;
  private static final String SPEC =
      EightRuns.yaml(
          "contended",
          "[1000, 2000]",
          "schedule: {warmupSteps: 50}",
          "checkpoint: {every: 50}",
          "log: {every: 20}");

  @TempDir Path folder;

  /** When a process was killed, by its start, which is the same in all namespaces. */
  private final Map<Long, Instant> killed = new HashMap<>();

  @Test
  void machinesThatAreKilledAndStartedAgainTrainEveryRunByOneAtATime() throws Exception {
    Host.assumePossible();
    Path spec = Files.writeString(folder.resolve("contended.yaml"), SPEC);
    Path store = Files.createDirectory(folder.resolve("store"));
    Path whole = folder.resolve("whole");
    assertThat(SweepProcess.start(spec, whole).waitFor()).isZero();
    long seed = System.nanoTime();
    System.out.println("kills are drawn with seed " + seed);
    SeededStream random = SeededStream.of(seed, "kills");
    try (Host first = Host.up("node1", store, folder.resolve("1"));
        Host second = Host.up("node2", store, folder.resolve("2"))) {
      List<Host> hosts = List.of(first, second);
      List<CommandProcess> sweeps = new ArrayList<>();
      for (Host host : hosts) {
        sweeps.add(start(host, spec));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int which = random.uniform(2 * kill) < 0.5 ? 0 : 1;
        CommandProcess sweep = sweeps.get(which);
        boolean over = false;
        while (!over && !sweep.said().contains(" started")) {
          over = sweep.endsWithin(20);
        }
        if (!over && !sweep.endsWithin((long) (1500 * random.uniform(2 * kill + 1)))) {
          kill(sweep);
          sweeps.set(which, start(hosts.get(which), spec));
        }
      }
      for (CommandProcess sweep : sweeps) {
        assertThat(sweep.exit()).as(sweep.said()).isZero();
      }
      assertThat(SweepProcess.table(store.resolve("out"))).isEqualTo(SweepProcess.table(whole));
      SweepFolder out = new SweepFolder(store.resolve("out"));
      int takenFromTheDead = 0;
      for (Ledger.Entry run : out.requireLedger().runs()) {
        RunDirectory directory = out.run(run.id());
        Status status = directory.readStatus().orElseThrow();
        assertThat(status.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(status.crashes()).as("nobody's fault but the test's").isZero();
        takenFromTheDead += requireOneAtATime(directory.claims());
        Path weights =
            Path.of(
                String.format(Locale.ROOT, "checkpoints/step-%010d/weights.bin", status.step()));
        assertThat(directory.path().resolve(weights))
            .hasSameBinaryContentAs(whole.resolve(run.id()).resolve(weights));
      }
      assertThat(takenFromTheDead).as("some were killed at work").isPositive();
    }
  }

  private static CommandProcess start(Host host, Path spec) throws Exception {
    Path out = host.mount().resolve("out");
    return host.start(
        List.of("sweep", "run", spec.toString(), "--slots", "1", "--out", out.toString()));
  }

  private void kill(CommandProcess sweep) throws Exception {
    Instant now = Instant.now();
    for (ProcessHandle one : sweep.all()) {
      ProcessMark.of(one.pid()).ifPresent(mark -> killed.put(mark.start(), now));
    }
    sweep.kill().exit();
  }

  /** How many of the claims were taken over from one who was killed. */
  private int requireOneAtATime(Claims claims) throws Exception {
    int takenFromTheDead = 0;
    for (int number = 2; number <= claims.newest(); number++) {
      ClaimState before = claims.read(number - 1).orElseThrow();
      Instant since = Instant.parse(claims.read(number).orElseThrow().holder().since());
      Instant end;
      if (before.released()) {
        Path file = claims.folder().resolve(number - 1 + ".json");
        end = Files.getLastModifiedTime(file).toInstant();
      } else {
        end = killed.get(before.holder().process().start());
        assertThat(end).as("%s: the holder of claim %d was killed", claims, number - 1).isNotNull();
        takenFromTheDead++;
      }
      assertThat(since).as("%s: claim %d", claims, number).isAfterOrEqualTo(end);
    }
    assertThat(claims.read(claims.newest()).orElseThrow().released()).isTrue();
    return takenFromTheDead;
  }
}
