package kleiber.engine.backend.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedGradientsTest {
  private static final int ROUNDS = 1000;
  private static final Runnable UNUSED =
      () -> {
        throw new AssertionError("nothing was cleared");
      };

  @Test
  void lanesAddInTheirOrderHoweverFastTheyAre() throws Exception {
    SharedGradients shared = new SharedGradients(3);
    List<Integer> order = new ArrayList<>();
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 2; lane >= 0; lane--) {
      int number = lane;
      Runnable addition = shared.side(lane).inTurn("weight", UNUSED, () -> order.add(number));
      lanes.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  addition.run();
                }
              },
              task -> new Thread(task).start()));
    }
    CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    assertThat(order).hasSize(3 * ROUNDS);
    for (int i = 0; i < order.size(); i++) {
      assertThat(order.get(i)).isEqualTo(i % 3);
    }
  }

  @Test
  void aLaneThatWaitsForOneThatFailedSaysWhatHappened() {
    SharedGradients shared = new SharedGradients(2);
    IllegalArgumentException cause = new IllegalArgumentException("no such token");
    Runnable second = shared.side(1).inTurn("weight", UNUSED, () -> {});
    shared.abandon(cause);
    assertThatThrownBy(second::run).hasRootCause(cause);
  }

  @Test
  void theFirstOfAllLanesOverwritesWhatWasCleared() {
    SharedGradients shared = new SharedGradients(2);
    List<String> done = new ArrayList<>();
    List<Runnable> lanes = new ArrayList<>();
    for (int lane = 0; lane < 2; lane++) {
      int number = lane;
      lanes.add(
          shared
              .side(lane)
              .inTurn(
                  "weight", () -> done.add(number + " sets"), () -> done.add(number + " adds")));
    }
    for (int step = 0; step < 2; step++) {
      shared.clear();
      for (int microBatch = 0; microBatch < 2; microBatch++) {
        lanes.forEach(Runnable::run);
      }
    }
    List<String> each = List.of("0 sets", "1 adds", "0 adds", "1 adds");
    assertThat(done.subList(0, 4)).isEqualTo(each);
    assertThat(done.subList(4, 8)).isEqualTo(each);
  }

  @Test
  void withoutClearingEveryoneAdds() {
    List<String> done = new ArrayList<>();
    SharedGradients.alone().inTurn("weight", UNUSED, () -> done.add("adds")).run();
    assertThat(done).containsExactly("adds");
  }
}
