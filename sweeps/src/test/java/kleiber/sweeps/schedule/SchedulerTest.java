package kleiber.sweeps.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.Message;
import kleiber.sweeps.launch.Place;
import kleiber.sweeps.testing.FakeWorkers;
import kleiber.sweeps.testing.FakeWorkers.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share GPUs, with workers that are none. */
class SchedulerTest {
  private static final int SLOTS = 4;
  private static final long CARD_BYTES = 100;
  private static final Message DEATH = new Message.Died("a kernel has failed");

  @TempDir Path folder;

  private static Machine gpus(int count) {
    return new Machine(
        Stream.iterate(0, i -> i + 1)
            .limit(count)
            .map(i -> new Place(i, "GPU-" + i, SLOTS, CARD_BYTES))
            .toList());
  }

  private QueuedRun run(String id, double seconds, long bytes) {
    RunDirectory directory = new RunDirectory(folder.resolve(id));
    directory.create();
    String obstacle = bytes > CARD_BYTES ? "needs more than there is" : null;
    return new QueuedRun(id, directory, seconds, 0.5, 1, bytes, obstacle, null, null);
  }

  private static Map<String, Outcome> train(
      Machine machine, FakeWorkers workers, int attempts, List<QueuedRun> runs) throws Exception {
    Policy policy = new Policy(attempts, false, false);
    return new Scheduler(machine, workers, policy, workers)
        .run(runs, () -> false).entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue));
  }

  @Test
  void runsNeverTakeMoreMemoryTogetherThanTheCardHas() throws Exception {
    Map<String, Long> bytes =
        Map.of("a", 60L, "b", 50L, "c", 40L, "d", 30L, "e", 30L, "f", 30L, "g", 101L);
    List<QueuedRun> runs =
        bytes.keySet().stream()
            .sorted()
            .map(id -> run(id, 'z' - id.charAt(0), bytes.get(id)))
            .toList();
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    Map<String, Outcome> outcomes = train(gpus(1), workers, 1, runs);
    assertThat(workers.together())
        .allMatch(ids -> ids.stream().mapToLong(bytes::get).sum() <= CARD_BYTES);
    assertThat(outcomes.remove("g")).isEqualTo(Outcome.FAILED);
    assertThat(outcomes)
        .hasSize(6)
        .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(Outcome.COMPLETED));
  }

  /** b does not fit beside a: c would, but it comes after b. */
  @Test
  void aRunThatDoesNotFitYetIsNotOvertaken() throws Exception {
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    train(gpus(1), workers, 1, List.of(run("a", 3, 60), run("b", 2, 50), run("c", 1, 10)));
    assertThat(workers.together()).containsExactly(List.of("a"), List.of("b"), List.of("b", "c"));
  }

  @Test
  void runsAreSpreadOverGpusAndShareTheWorkerOfEach() throws Exception {
    FakeWorkers workers = new FakeWorkers(Fate::completed);
    train(
        gpus(2),
        workers,
        1,
        List.of(
            run("a", 5, 70), run("b", 4, 20), run("c", 3, 20), run("d", 2, 60), run("e", 1, 5)));
    assertThat(workers.events().stream().filter(event -> event.contains(" on ")))
        .containsExactly("a on 0", "b on 4", "c on 1", "d on 5", "e on 2");
    assertThat(workers.events()).contains("closed 0", "closed 1");
  }

  @Test
  void aWorkerThatDiesUnderSeveralRunsCostsNoneOfThemAnAttempt() throws Exception {
    int[] deaths = {1};
    FakeWorkers workers =
        new FakeWorkers(
            run -> run.run().equals("b") && deaths[0]-- > 0 ? DEATH : Fate.completed(run));
    Map<String, Outcome> outcomes =
        train(gpus(1), workers, 1, List.of(run("a", 3, 1), run("b", 2, 1), run("c", 1, 1)));
    assertThat(outcomes)
        .hasSize(3)
        .allSatisfy((id, o) -> assertThat(o).isEqualTo(Outcome.COMPLETED));
    assertThat(workers.events())
        .contains("a again, attempt 1", "b again, attempt 1", "c again, attempt 1");
    assertThat(workers.together()).endsWith(List.of("a", "b", "c"));
  }

  @Test
  void aRunThatTakesEveryWorkerDownIsFoundAndTheOthersComplete() throws Exception {
    FakeWorkers workers =
        new FakeWorkers(run -> run.run().equals("b") ? DEATH : Fate.completed(run));
    Map<String, Outcome> outcomes =
        train(gpus(1), workers, 2, List.of(run("a", 3, 1), run("b", 2, 1), run("c", 1, 1)));
    assertThat(outcomes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", Outcome.COMPLETED, "b", Outcome.CRASHED, "c", Outcome.COMPLETED));
    assertThat(workers.together()).contains(List.of("a"), List.of("b"), List.of("c"));
    assertThat(workers.events()).contains("b again, attempt 2", "c completed");
  }
}
