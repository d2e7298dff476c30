package kleiber.sweeps.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.claim.testing.ForeignClaim;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.testing.FakeWorkers.Fate;
import kleiber.sweeps.testing.RunOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that other machines train in too. */
class SharedSweepTest {
  @TempDir Path folder;

  private QueuedRun run(String id, double seconds) {
    RunDirectory directory = new RunDirectory(folder.resolve(id));
    directory.create();
    return new QueuedRun(id, directory, seconds, 0.5, 1, 1, null, null, null);
  }

  private static Map<String, Outcome> train(
      FakeWorkers workers, boolean leaves, List<QueuedRun> runs, BooleanSupplier stop)
      throws Exception {
    Machine machine = new Machine(List.of(new Place(0, null, 1, Long.MAX_VALUE)));
    Policy policy = new Policy(3, false, false, false, leaves);
    return new Scheduler(machine, workers, policy, workers)
        .run(runs, stop).entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue));
  }

  private static void hold(QueuedRun run, boolean released) {
    ForeignClaim.write(run.directory().claims(), 1, ForeignClaim.ELSEWHERE, 0, released);
  }

  @Test
  void aRunThatIsTrainedElsewhereIsNotStartedHereAndGoesFirstWhenItIsGivenBack() throws Exception {
    QueuedRun held = run("held", 20);
    QueuedRun second = run("second", 8);
    hold(held, false);
    FakeWorkers workers =
        new FakeWorkers(
            run -> {
              if (run.run().equals("first")) {
                hold(held, true);
                pause(1500);
              }
              return Fate.completed(run);
            });
    train(workers, false, List.of(held, run("longest", 10), run("first", 9), second), () -> false);
    assertThat(workers.events())
        .containsExactly(
            "held elsewhere",
            "longest on 0",
            "longest completed",
            "first on 0",
            "first completed",
            "held on 0",
            "held completed",
            "second on 0",
            "second completed",
            "closed 0");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRunThatEndsElsewhereIsOverHereToo() throws Exception {
    QueuedRun held = run("held", 1);
    hold(held, false);
    AtomicInteger asked = new AtomicInteger();
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    Map<String, Outcome> outcomes =
        train(
            workers,
            false,
            List.of(held),
            () -> {
              if (asked.incrementAndGet() == 3) {
                RunOutcome.write(held.directory(), Outcome.FAILED, "no such file");
                hold(held, true);
              }
              return asked.get() > 100;
            });
    assertThat(outcomes).isEqualTo(Map.of("held", Outcome.FAILED));
    assertThat(workers.events()).containsExactly("held elsewhere", "held failed");
  }

  @Test
  void crashesOnAllMachinesCountTogether() throws Exception {
    QueuedRun poisoned = run("poisoned", 1);
    RunOutcome.write(poisoned.directory(), Outcome.CRASHED, "its worker was killed", 2);
    FakeWorkers workers = new FakeWorkers(run -> new Message.Died("its worker was killed again"));
    assertThat(train(workers, false, List.of(poisoned), () -> false))
        .isEqualTo(Map.of("poisoned", Outcome.CRASHED));
    assertThat(workers.together()).hasSize(1);
    assertThat(train(workers, false, List.of(poisoned), () -> false))
        .isEqualTo(Map.of("poisoned", Outcome.CRASHED));
    assertThat(workers.together()).as("it has had its three tries").hasSize(1);
  }

  @Test
  void aRunWhoseStatusCannotBeReadFailsWithWordsAndTheOthersAreTrained() throws Exception {
    QueuedRun torn = run("torn", 5);
    Files.writeString(torn.directory().status(), "{\"outcome\": ");
    List<String> said = new ArrayList<>();
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    SweepListener listener =
        new SweepListener() {
          @Override
          public void ended(QueuedRun run, Outcome outcome, String message) {
            workers.ended(run, outcome, message);
            said.add(message);
          }

          @Override
          public void tick() {
            workers.tick();
          }
        };
    Machine machine = new Machine(List.of(new Place(0, null, 1, Long.MAX_VALUE)));
    new Scheduler(machine, workers, new Policy(3, true, false), listener)
        .run(List.of(torn, run("whole", 1)), () -> false);
    assertThat(workers.events()).containsExactly("torn failed", "whole completed", "closed 0");
    assertThat(said.get(0))
        .contains(torn.directory().status() + ":1 is not JSON")
        .endsWith(
            "delete "
                + torn.directory().path()
                + " and give sweep run again, which trains it anew");
    assertThat(torn.directory().status()).as("it is left as it was").hasContent("{\"outcome\": ");
  }

  @Test
  void retryingWhatFailedClaimsNothingElse() throws Exception {
    QueuedRun failed = run("failed", 3);
    RunOutcome.write(failed.directory(), Outcome.CRASHED, "its worker was killed", 3);
    QueuedRun pending = run("pending", 2);
    QueuedRun interrupted = run("interrupted", 1);
    RunOutcome.write(interrupted.directory(), Outcome.INTERRUPTED, null);
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    Machine machine = new Machine(List.of(new Place(0, null, 1, Long.MAX_VALUE)));
    new Scheduler(machine, workers, new Policy(3, true, false), workers)
        .run(List.of(failed, pending, interrupted), () -> false);
    assertThat(workers.together())
        .containsExactly(List.of("failed"), List.of("pending"), List.of("interrupted"));
    assertThat(failed.directory().readStatus().orElseThrow().crashes()).isZero();
    assertThat(failed.directory().claims().newest()).isOne();
    assertThat(pending.directory().claims().newest()).isZero();
    assertThat(interrupted.directory().claims().newest()).isZero();
  }

  @Test
  void whoShallLeaveDoesWhenOthersWhoLiveTrainAllThatIsLeft() throws Exception {
    QueuedRun held = run("held", 1);
    hold(held, false);
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    assertThat(train(workers, true, List.of(held, run("free", 2)), () -> false))
        .isEqualTo(Map.of("free", Outcome.COMPLETED));
  }

  @Test
  void aRunThatIsTooLargeForThisMachineIsLeftToOthers() throws Exception {
    QueuedRun small = run("large", 2);
    QueuedRun large =
        new QueuedRun("large", small.directory(), 2, 0.5, 1, 1, "needs 80 GiB", null, null);
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    assertThat(train(workers, true, List.of(large, run("fits", 1)), () -> false))
        .isEqualTo(Map.of("fits", Outcome.COMPLETED));
    assertThat(large.directory().readStatus()).as("nothing is held against it").isEmpty();
  }

  @Test
  void whoShallLeaveStaysWhileAHolderMayBeDead() throws Exception {
    QueuedRun held = run("held", 1);
    hold(held, false);
    Files.setLastModifiedTime(
        held.directory().claims().folder().resolve("1.json"),
        FileTime.from(Instant.now().minusSeconds(60)));
    AtomicInteger asked = new AtomicInteger();
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    train(workers, true, List.of(held), () -> asked.incrementAndGet() == 5);
    assertThat(asked.get()).isEqualTo(5);
  }
}
