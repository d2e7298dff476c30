package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  @Test
  void theCpuBackendIsVerifiedOnOnePage() {
    CommandRun run = CommandRun.of("verify", "--backend", "cpu", "--steps", "20");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("kleiber verify, cpu: oneDNN")
        .containsPattern("kernels +(\\d+)/\\1 ")
        .containsPattern("golden cases +(\\d+)/\\1 ")
        .containsPattern("cpu fp32 +\\d+ ")
        .contains("All of it is right");
    assertThat(run.out().lines().count()).isLessThan(40);
  }

  @Test
  void unknownBackendsAndStepsEndWithExitTwo() {
    assertThat(CommandRun.of("verify", "--backend", "tpu").exit()).isEqualTo(2);
    assertThat(CommandRun.of("verify", "--steps", "0").exit()).isEqualTo(2);
  }
}
