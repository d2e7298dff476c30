package kleiber.trainer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedGradientsTest {
  private static final int ROUNDS = 1000;

  @Test
  void lanesAddInTheirOrderHoweverFastTheyAre() throws Exception {
    SharedGradients shared = new SharedGradients(3);
    List<Integer> order = new ArrayList<>();
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 2; lane >= 0; lane--) {
      int number = lane;
      Runnable addition = shared.side(lane).inTurn("weight", () -> order.add(number));
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
    Runnable second = shared.side(1).inTurn("weight", () -> {});
    shared.abandon(cause);
    assertThatThrownBy(second::run).hasRootCause(cause);
  }

  @Test
  void aloneNobodyWaits() {
    Runnable addition = () -> {};
    assertThat(SharedGradients.alone().inTurn("weight", addition)).isSameAs(addition);
  }
}
