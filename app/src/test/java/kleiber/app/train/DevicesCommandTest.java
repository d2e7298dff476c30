package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import kleiber.app.testing.CommandRun;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Precision;
import org.junit.jupiter.api.Test;

class DevicesCommandTest {
  private static final GpuSurvey NO_GPU = new GpuSurvey(List.of(), "");

  /** A backend that says what it is told. */
  private record Told(String name, String obstacleText, String verdictText, Supplier<Backend> opens)
      implements BackendProvider {
    static Told working(String name) {
      return new Told(name, null, "-", ReferenceBackend::new);
    }

    static Told failing(String name, Throwable fault) {
      return new Told(
          name,
          null,
          "-",
          () -> {
            if (fault instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) fault;
          });
    }

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
      return opens.get();
    }
  }

  private static String devices(GpuSurvey survey, BackendProvider... providers) {
    StringWriter out = new StringWriter();
    DevicesCommand.print(new PrintWriter(out), survey, List.of(providers));
    return out.toString();
  }

  @Test
  void everyGpuIsToldWhatEachBackendCouldDoWithIt() {
    Gpu gpu = new Gpu(0, "GPU-0", "NVIDIA H100", 81559, "580.82.07", 90, false);
    Told obstructed =
        new Told(
            "nd4j",
            "too new",
            "cannot run: too new",
            () -> {
              throw new AssertionError("what cannot run is not loaded");
            });
    assertThat(devices(new GpuSurvey(List.of(gpu), ""), obstructed, Told.working("cpu")))
        .contains("gpu 0: NVIDIA H100, 81,559 MiB, compute capability 9.0, driver 580.82.07")
        .contains("  nd4j: cannot run: too new")
        .contains("torch: not in this build; KLEIBER_PROFILES=torch-gpu brings it")
        .contains("backend nd4j: cannot run: too new")
        .contains("backend cpu: works: loaded, and computes correctly (chosen by auto)");
  }

  @Test
  void aBackendWhoseLibraryDoesNotLoadDoesNotWork() {
    String told =
        devices(
            NO_GPU,
            Told.failing("torch", new UnsatisfiedLinkError("libc10.so: not found")),
            Told.failing("nd4j", new IllegalStateException("no device")),
            Told.working("cpu"));
    assertThat(told)
        .contains("backend torch: cannot run: libc10.so: not found (chosen by auto)\n")
        .contains("backend nd4j: cannot run: no device\n")
        .contains("backend cpu: works: loaded, and computes correctly\n");
  }

  @Test
  void theBackendsOfThisBuildAreLoadedByTheCommand() {
    CommandRun run = CommandRun.of("devices");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("backend cpu: works: loaded, and computes correctly (chosen by auto)")
        .contains("backend nd4j: works: loaded, and computes correctly\n");
  }

  @Test
  void whatIsWrongWithTheDriverIsSaid() {
    assertThat(devices(new GpuSurvey(List.of(), "the driver sleeps")))
        .contains("gpu: none; the driver sleeps");
  }
}
