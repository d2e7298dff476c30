package kleiber.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Gpu;
import kleiber.trainer.tensor.GpuSurvey;
import kleiber.trainer.tensor.Precision;
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

  /** A backend that says what it is told. */
  private record Told(String name, String obstacleText, String verdictText)
      implements BackendProvider {
    @Override
    public Optional<String> obstacle() {
      return Optional.ofNullable(obstacleText);
    }

    @Override
    public int preference() {
      return 0;
    }

    @Override
    public String verdict(Gpu gpu) {
      return verdictText;
    }

    @Override
    public boolean supports(Precision precision) {
      return true;
    }

    @Override
    public Backend open(int threads, Precision precision) {
      throw new AssertionError("devices must load nothing");
    }
  }

  @Test
  void devicesSaysForEveryGpuWhatEachBackendCouldDoWithIt() {
    Gpu gpu = new Gpu(0, "GPU-0", "NVIDIA H100", 81559, "580.82.07", 90, false);
    StringWriter out = new StringWriter();
    DevicesCommand.print(
        new PrintWriter(out),
        new GpuSurvey(List.of(gpu), ""),
        List.of(new Told("nd4j", "too new", "cannot run: too new"), new Told("cpu", null, "-")));
    assertThat(out.toString())
        .contains("gpu 0: NVIDIA H100, 81,559 MiB, compute capability 9.0, driver 580.82.07")
        .contains("  nd4j: cannot run: too new")
        .contains("torch: not in this build; KLEIBER_PROFILES=torch-gpu brings it")
        .contains("backend nd4j: cannot run: too new")
        .contains("backend cpu: works (chosen by auto)");
  }

  @Test
  void devicesSaysWhatIsWrongWithTheDriver() {
    StringWriter out = new StringWriter();
    DevicesCommand.print(
        new PrintWriter(out), new GpuSurvey(List.of(), "the driver sleeps"), List.of());
    assertThat(out.toString()).contains("gpu: none; the driver sleeps");
  }
}
