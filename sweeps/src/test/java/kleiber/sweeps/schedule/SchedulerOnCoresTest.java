package kleiber.sweeps.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.launch.RunStatus;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.testing.FakeWorkers.Fate;
import kleiber.sweeps.testing.RunOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on cores, a worker for each, with workers that are none. */
class SchedulerOnCoresTest {
  private static final Message DEATH = new Message.Died("its worker was killed");

  @TempDir Path folder;

  private final AtomicBoolean stop = new AtomicBoolean();

  /** Runs of one slot, the first the longest. */
  private List<QueuedRun> runs(String... ids) {
    return IntStream.range(0, ids.length)
        .mapToObj(i -> run(ids[i], ids.length - i, 1, null))
        .toList();
  }

  private QueuedRun run(String id, double seconds, int slots, QueuedRun.Trunk trunk) {
    RunDirectory directory = new RunDirectory(folder.resolve(id));
    directory.create();
    return new QueuedRun(id, directory, seconds, 0.5, slots, 1, null, null, trunk);
  }

  private Map<String, Outcome> train(
      int cores, FakeWorkers workers, Policy policy, List<QueuedRun> runs) throws Exception {
    Machine machine = new Machine(List.of(new Place(0, null, cores, Long.MAX_VALUE)));
    BooleanSupplier stopping = stop::get;
    return new Scheduler(machine, workers, policy, workers)
        .run(runs, stopping).entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue));
  }

  private static Policy attempts(int count) {
    return new Policy(count, false, false);
  }

  private static Message failed(FakeWorkers.Training run) {
    return new Message.Ended(run.slot(), Outcome.FAILED, "no such file");
  }

  private static Message crashed(FakeWorkers.Training run) {
    RunStatus.crashed(new RunDirectory(run.folder()), "the disk is full", true);
    return new Message.Ended(run.slot(), Outcome.CRASHED, "the disk is full");
  }

  @Test
  void theLongestRunGoesFirstWhateverTheOrder() throws Exception {
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    train(
        1,
        workers,
        attempts(1),
        List.of(run("short", 1, 1, null), run("long", 9, 1, null), run("middle", 5, 1, null)));
    assertThat(workers.events())
        .containsExactly(
            "long on 0",
            "long completed",
            "middle on 0",
            "middle completed",
            "short on 0",
            "short completed",
            "closed 0");
  }

  @Test
  void aRunOfAllThreadsWaitsUntilTheOthersHaveEnded() throws Exception {
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    List<QueuedRun> runs =
        List.of(run("a", 4, 1, null), run("b", 3, 1, null), run("all", 2, 2, null));
    train(2, workers, attempts(1), runs);
    assertThat(workers.together()).containsExactly(List.of("a"), List.of("a", "b"), List.of("all"));
  }

  @Test
  void aRunWhoseWorkerDiesIsTriedAsOftenAsAllowedAndTheOthersGoOn() throws Exception {
    FakeWorkers workers =
        new FakeWorkers(run -> run.run().equals("a") ? DEATH : Fate.completed(run));
    Map<String, Outcome> outcomes = train(1, workers, attempts(3), runs("a", "b"));
    assertThat(outcomes).isEqualTo(Map.of("a", Outcome.CRASHED, "b", Outcome.COMPLETED));
    assertThat(workers.events())
        .containsExactly(
            "a on 0",
            "a again, attempt 2",
            "a on 0",
            "a again, attempt 3",
            "a on 0",
            "a crashed",
            "b on 0",
            "b completed",
            "closed 0");
    assertThat(Files.readString(folder.resolve("a/status.json"))).contains("its worker was killed");
  }

  @Test
  void aRunIsTriedAgainWhereItsMachineFailedItAndNotWhereItFailedItself() throws Exception {
    int[] full = {1};
    FakeWorkers workers =
        new FakeWorkers(
            run ->
                !run.run().equals("a")
                    ? failed(run)
                    : full[0]-- > 0 ? crashed(run) : Fate.completed(run));
    Map<String, Outcome> outcomes = train(1, workers, attempts(2), runs("a", "b"));
    assertThat(outcomes).isEqualTo(Map.of("a", Outcome.COMPLETED, "b", Outcome.FAILED));
    assertThat(workers.events())
        .contains("a again, attempt 2")
        .doesNotContain("b again, attempt 2");
  }

  @Test
  void whatEndedBeforeIsNotTrainedAgainUnlessItFailedAndMayBe() throws Exception {
    List<QueuedRun> runs = runs("diverged", "failed", "new");
    RunOutcome.write(runs.get(0).directory(), Outcome.DIVERGED, "step 3: the loss is NaN");
    RunOutcome.write(runs.get(1).directory(), Outcome.FAILED, "no such file");
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    assertThat(train(1, workers, attempts(1), runs))
        .isEqualTo(
            Map.of(
                "diverged", Outcome.DIVERGED, "failed", Outcome.FAILED, "new", Outcome.COMPLETED));
    assertThat(workers.together()).containsExactly(List.of("new"));
    FakeWorkers again = new FakeWorkers(Fate::completed);
    assertThat(train(1, again, new Policy(1, true, false), runs))
        .containsEntry("failed", Outcome.COMPLETED);
    assertThat(again.together()).containsExactly(List.of("failed"), List.of("new"));
  }

  @Test
  void theFirstFailureStopsASweepThatShallFailFast() throws Exception {
    FakeWorkers workers = new FakeWorkers(run -> failed(run));
    Map<String, Outcome> outcomes =
        train(2, workers, new Policy(1, false, true), runs("a", "b", "c"));
    assertThat(outcomes).isEqualTo(Map.of("a", Outcome.FAILED));
    assertThat(workers.events()).contains("b left").doesNotContain("c on 0", "c on 1");
  }

  @Test
  void aRunThatMayDivergeStopsNoSweepThatShallFailFast() throws Exception {
    FakeWorkers workers =
        new FakeWorkers(run -> new Message.Ended(run.slot(), Outcome.DIVERGED, "step 3"));
    Map<String, Outcome> outcomes =
        train(1, workers, new Policy(1, false, true, true, false), runs("a", "b"));
    assertThat(outcomes).isEqualTo(Map.of("a", Outcome.DIVERGED, "b", Outcome.DIVERGED));
  }

  @Test
  void aSweepThatIsStoppedLeavesWhatRunsAndStartsNothing() throws Exception {
    FakeWorkers workers =
        new FakeWorkers(
            run -> {
              stop.set(true);
              return Fate.completed(run);
            });
    Map<String, Outcome> outcomes = train(2, workers, attempts(1), runs("a", "b", "c"));
    assertThat(outcomes).isEqualTo(Map.of("a", Outcome.COMPLETED));
    assertThat(workers.events()).contains("b left").doesNotContain("c on 0", "c on 1");
    stop.set(false);
    FakeWorkers again = new FakeWorkers(Fate::completed);
    assertThat(train(2, again, attempts(1), runs("b", "c")))
        .isEqualTo(Map.of("b", Outcome.COMPLETED, "c", Outcome.COMPLETED));
  }

  @Test
  void aBranchWaitsForItsTrunkHoweverLongItIs() throws Exception {
    QueuedRun trunk = run("trunk", 1, 1, null);
    QueuedRun branch = run("branch", 9, 1, new QueuedRun.Trunk("trunk", trunk.directory(), 20));
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    train(2, workers, attempts(1), List.of(branch, trunk));
    assertThat(workers.together()).containsExactly(List.of("trunk"), List.of("branch"));
  }

  @Test
  void aRunThatAnotherProcessTrainsCostsNoAttemptAndItsEndIsSeen() throws Exception {
    FakeWorkers workers =
        new FakeWorkers(
            run -> {
              RunDirectory directory = new RunDirectory(run.folder());
              RunOutcome.write(directory, Outcome.DIVERGED, "step 3: the loss is NaN");
              return new Message.Busy(run.slot());
            });
    assertThat(train(1, workers, attempts(1), runs("a"))).isEqualTo(Map.of("a", Outcome.DIVERGED));
    assertThat(workers.events()).containsExactly("a on 0", "a left", "a diverged", "closed 0");
  }

  @Test
  void aWarningOfAWorkerReachesWhoeverListens() throws Exception {
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    workers.warn("the newest checkpoint is damaged");
    train(1, workers, attempts(1), runs("a"));
    assertThat(workers.events()).contains("a warns: the newest checkpoint is damaged");
  }
}
