package kleiber.engine.backend;

import java.util.Locale;
import java.util.Optional;

/**
 * An NVIDIA GPU, or an instance that MIG has cut from one, as its driver describes it.
 *
 * @param index its number, as in CUDA_VISIBLE_DEVICES; an instance has that of its GPU
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
  /** Whether this is a part that MIG has cut from a GPU: to be named by its UUID alone. */
  public boolean isInstance() {
    return uuid.startsWith("MIG-");
  }

  /**
   * Whether CUDA_VISIBLE_DEVICES means this one by {@code word}: a number, or how a UUID begins.
   */
  boolean isCalled(String word) {
    return word.startsWith("GPU-") || word.startsWith("MIG-")
        ? uuid.startsWith(word)
        : !isInstance() && word.equals(String.valueOf(index));
  }

  /** The number before the first dot of the driver's version, 0 where it is none. */
  public int driverSeries() {
    String series = driver.split("\\.", 2)[0];
    return series.matches("\\d{1,6}") ? Integer.parseInt(series) : 0;
  }

  /** Why MIG keeps programs from using it as a whole; empty where it does not. */
  public Optional<String> partition() {
    return partitioned
        ? Optional.of(
            "MIG has partitioned this GPU; nvidia-smi -L lists its instances, set"
                + " CUDA_VISIBLE_DEVICES to the UUID of one")
        : Optional.empty();
  }

  /** One line for people. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s %d: %s, %s, %s, driver %s%s",
        isInstance() ? "instance " + uuid + " of gpu" : "gpu",
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
