package kleiber.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  @Test
  void aProcessIsAliveUntilItHasEnded() throws Exception {
    Process process = new ProcessBuilder("sleep", "100").start();
    ProcessMark mark = ProcessMark.of(process.pid()).orElseThrow();
    assertThat(mark.isAlive()).isTrue();
    assertThat(mark.isGone()).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(mark.isAlive()).isFalse();
    assertThat(mark.isGone()).isTrue();
    assertThat(ProcessMark.of(process.pid())).isEmpty();
  }

  @Test
  void ofAProcessOnAnotherMachineOrInAnotherContainerNothingIsKnown() {
    ProcessMark own = ProcessMark.current();
    for (ProcessMark other :
        new ProcessMark[] {
          new ProcessMark("0123456789ab", own.space(), own.pid(), own.start()),
          new ProcessMark(own.boot(), "1", own.pid(), own.start()),
          new ProcessMark("unknown", "unknown", 1, 0)
        }) {
      assertThat(other.isGone()).isFalse();
      assertThat(other.isAlive()).isFalse();
    }
  }

  @Test
  void itsNameIsReadAgain() {
    ProcessMark own = ProcessMark.current();
    assertThat(ProcessMark.parse(own.name())).contains(own);
    assertThat(ProcessMark.parse("3f2a91bc-12345")).isEmpty();
    assertThat(ProcessMark.parse("a-b-99999999999999999999-1")).isEmpty();
  }
}
