package kleiber.lm.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopRequestTest {
  private final StopRequest stop = new StopRequest();

  @Test
  void nobodyIsWaitedForUntilSomebodyAsks() {
    assertThat(stop.request()).isFalse();
  }

  @Test
  void whoHasAskedIsWaitedForUntilItLeaves() {
    assertThat(stop.getAsBoolean()).isFalse();
    assertThat(stop.request()).isTrue();
    assertThat(stop.getAsBoolean()).isTrue();
    stop.leave();
    assertThat(stop.request()).isFalse();
  }

  @Test
  void eachOfSeveralWhoAttendIsWaitedForUntilItLeaves() {
    StopRequest first = stop.part();
    StopRequest second = stop.part();
    assertThat(first.getAsBoolean()).isFalse();
    assertThat(second.getAsBoolean()).isFalse();
    second.leave();
    assertThat(stop.request()).isTrue();
    assertThat(first.getAsBoolean()).isTrue();
    first.leave();
    assertThat(stop.isAttended()).isFalse();
    assertThat(stop.part().isRequested()).isTrue();
  }
}
