package kleiber.trainer.tensor;

import java.util.Locale;

/**
 * An NVIDIA GPU as its driver describes it.
 *
 * @param index its number, as in CUDA_VISIBLE_DEVICES
 * @param uuid its name for CUDA_VISIBLE_DEVICES that survives a change of slots
 * @param name the product
 * @param memoryMiB its memory; 0 where the driver does not say
 * @param driver the driver's version
 * @param capability compute capability times ten, such as 86; 0 where the driver does not say
 * @param partitioned whether MIG has cut it into instances, which are then the devices to use
 */
public record Gpu(
    int index,
    String uuid,
    String name,
    long memoryMiB,
    String driver,
    int capability,
    boolean partitioned) {
  /** The number before the first dot of the driver's version, 0 where it is none. */
  public int driverSeries() {
    String series = driver.split("\\.", 2)[0];
    return series.matches("\\d{1,6}") ? Integer.parseInt(series) : 0;
  }

  /** One line for people. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "gpu %d: %s, %s, %s, driver %s%s",
        index,
        name,
        memoryMiB == 0 ? "memory unknown" : String.format(Locale.ROOT, "%,d MiB", memoryMiB),
        capability == 0
            ? "compute capability unknown"
            : "compute capability " + capabilityText(capability),
        driver,
        partitioned ? ", partitioned by MIG" : "");
  }

  /** 8.6 for 86. */
  public static String capabilityText(int capability) {
    return capability / 10 + "." + capability % 10;
  }
}
