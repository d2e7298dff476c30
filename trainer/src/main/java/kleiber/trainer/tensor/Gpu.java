package kleiber.trainer.tensor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as {@code nvidia-smi} describes it.
 *
 * @param index its number, as in CUDA_VISIBLE_DEVICES
 * @param name the product
 * @param memoryMiB its memory
 * @param driver the driver's version
 * @param capability compute capability times ten, such as 86; 0 where the driver does not say
 */
public record Gpu(int index, String name, long memoryMiB, String driver, int capability) {
  private static final int ND4J_OLDEST = 50;
  private static final int ND4J_NEWEST = 86;
  private static final int ADA = 89;

  /** All GPUs; none where there is no driver. */
  public static List<Gpu> find() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=index,name,memory.total,driver_version,compute_cap",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes());
      boolean ended = process.waitFor(10, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? parse(output) : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Reads the lines of the query; lines that are no GPU are skipped. */
  static List<Gpu> parse(String output) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : output.split("\\R")) {
      String[] fields = line.split(",");
      if (fields.length >= 4 && fields[0].strip().matches("\\d+")) {
        String memory = fields[2].replaceAll("\\D", "");
        String capability = fields.length > 4 ? fields[4].replaceAll("\\D", "") : "";
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1].strip(),
                memory.isEmpty() ? 0 : Long.parseLong(memory),
                fields[3].strip(),
                capability.isEmpty() ? 0 : Integer.parseInt(capability)));
      }
    }
    return gpus;
  }

  /** One line for people. */
  public String describe() {
    return String.format(
        "gpu %d: %s, %,d MiB, compute capability %d.%d, driver %s",
        index, name, memoryMiB, capability / 10, capability % 10, driver);
  }

  /** Whether nd4j-cuda-11.6 can run on it, and why not. */
  public String nd4jVerdict() {
    if (capability == 0) {
      return "unknown, the driver does not say the compute capability";
    }
    if (capability > ADA) {
      return "cannot run: it holds machine code up to sm_86 and no PTX; use the cpu backend";
    }
    if (capability < ND4J_OLDEST) {
      return "cannot run: compute capability 5.0 or newer is needed";
    }
    return capability > ND4J_NEWEST ? "runs sm_86 code, by binary compatibility" : "supported";
  }
}
