package kleiber.sweeps.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that only say what they see. */
@Timeout(60)
class ProcessLauncherTest {
  @TempDir Path logs;

  /** A worker that ends at once. */
  static final class Looks {
    public static void main(String[] arguments) {
      System.err.println("sees " + System.getenv("CUDA_VISIBLE_DEVICES"));
    }
  }

  /** As Slurm may call GPUs: by UUID, also of MIG's instances. */
  @Test
  void allRunsOfAGpuAreOfOneWorkerThatSeesNoOther() throws Exception {
    Machine machine =
        Machine.gpus(
            List.of(new Machine.Device("GPU-1b", 1 << 30), new Machine.Device("MIG-2c", 1 << 30)),
            3);
    assertThat(machine.slots()).extracting(Slot::worker).containsExactly(0, 0, 0, 1, 1, 1);
    CountDownLatch ended = new CountDownLatch(2);
    ProcessLauncher launcher = new ProcessLauncher(Looks.class, logs);
    launcher.start(machine.slots().get(0), message -> ended.countDown());
    launcher.start(machine.slots().get(3), message -> ended.countDown());
    ended.await();
    assertThat(said("-0.log")).contains("sees GPU-1b\n");
    assertThat(said("-1.log")).contains("sees MIG-2c\n");
  }

  private String said(String ending) throws IOException {
    try (var files = Files.newDirectoryStream(logs, "worker-*" + ending)) {
      return Files.readString(files.iterator().next());
    }
  }
}
