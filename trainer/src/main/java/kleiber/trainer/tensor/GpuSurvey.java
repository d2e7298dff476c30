package kleiber.trainer.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine's NVIDIA GPUs, asked of {@code nvidia-smi} since that needs no CUDA.
 *
 * @param gpus those the driver lists
 * @param problem what keeps the driver from listing any, in words for the user; empty if nothing
 */
public record GpuSurvey(List<Gpu> gpus, String problem) {
  private static final String BASIC = "index,uuid,name,memory.total,driver_version";
  private static final int BASIC_FIELDS = 5;

  /** Asked once: what a machine has does not change under a process. */
  private static final class Here {
    static final GpuSurvey SURVEY = ask();
  }

  /** The GPUs of this machine. */
  public static GpuSurvey ofThisMachine() {
    return Here.SURVEY;
  }

  /** The first GPU that CUDA programs see as number 0. */
  public Optional<Gpu> first() {
    return visible().stream().findFirst();
  }

  /** The GPUs that CUDA programs see, in their order. */
  public List<Gpu> visible() {
    return visible(System.getenv("CUDA_VISIBLE_DEVICES"));
  }

  /**
   * What CUDA_VISIBLE_DEVICES leaves: the devices it lists up to the first that is none.
   *
   * @param devices numbers or UUIDs between commas; null for all
   */
  List<Gpu> visible(String devices) {
    if (devices == null) {
      return gpus;
    }
    List<Gpu> seen = new ArrayList<>();
    for (String device : devices.split(",")) {
      String wanted = device.strip();
      Optional<Gpu> found =
          gpus.stream()
              .filter(
                  gpu ->
                      String.valueOf(gpu.index()).equals(wanted)
                          || wanted.startsWith("GPU-") && gpu.uuid().startsWith(wanted))
              .findFirst();
      if (found.isEmpty()) {
        break;
      }
      seen.add(found.get());
    }
    return seen;
  }

  private static GpuSurvey ask() {
    try {
      Answer full = run("--query-gpu=" + BASIC + ",compute_cap,mig.mode.current");
      // Drivers before 2021 do not know the last two fields.
      return full.text().contains("is not a valid field")
          ? parse(run("--query-gpu=" + BASIC))
          : parse(full);
    } catch (IOException e) {
      return new GpuSurvey(List.of(), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new GpuSurvey(List.of(), "");
    }
  }

  /**
   * What nvidia-smi said.
   *
   * @param exit its exit code
   * @param text both outputs
   */
  record Answer(int exit, String text) {}

  private static Answer run(String query) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("nvidia-smi", query, "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Answer(1, "nvidia-smi did not answer within 20 seconds");
    }
    byte[] output = process.getInputStream().readAllBytes();
    return new Answer(process.exitValue(), new String(output, StandardCharsets.UTF_8));
  }

  /** Reads the lines of the query; lines that are no GPU are skipped. */
  static GpuSurvey parse(Answer answer) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : answer.text().split("\\R")) {
      String[] fields = Arrays.stream(line.split(",")).map(String::strip).toArray(String[]::new);
      if (fields.length >= BASIC_FIELDS && fields[0].matches("\\d{1,4}")) {
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0]),
                fields[1],
                fields[2],
                number(fields[3]),
                fields[4],
                (int) number(fields.length > 5 ? fields[5].replace(".", "") : ""),
                fields.length > 6 && fields[6].equalsIgnoreCase("Enabled")));
      }
    }
    return new GpuSurvey(List.copyOf(gpus), gpus.isEmpty() ? problem(answer) : "");
  }

  /** 0 for anything but digits, such as [N/A] or [Unknown Error]. */
  private static long number(String field) {
    return field.matches("\\d{1,9}") ? Long.parseLong(field) : 0;
  }

  private static String problem(Answer answer) {
    String said = answer.text().strip().replaceAll("\\s+", " ");
    if (said.contains("version mismatch")) {
      return "the NVIDIA driver was updated while its old kernel module is loaded; reboot the"
          + " machine (nvidia-smi says: "
          + said
          + ")";
    }
    if (said.contains("couldn't communicate") || said.contains("NVML")) {
      return "the NVIDIA driver is not running; install or load it (nvidia-smi says: " + said + ")";
    }
    if (said.contains("No devices were found")) {
      return "the NVIDIA driver is there and finds no GPU";
    }
    return answer.exit() == 0 ? "" : "nvidia-smi failed: " + said;
  }
}
