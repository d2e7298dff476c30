package kleiber.cuda;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The GPU that CUDA programs see as number 0, as the driver describes it.
 *
 * @param handle the driver's number
 * @param name the product
 * @param capability compute capability times ten, such as 90
 * @param multiprocessors that run blocks side by side
 * @param sharedBytes of memory that a block may have
 * @param memoryBytes of the card
 * @param driver the CUDA version of the driver times a thousand, such as 13000
 */
record Device(
    int handle,
    String name,
    int capability,
    int multiprocessors,
    int sharedBytes,
    long memoryBytes,
    int driver) {
  private static final int NAME_LENGTH = 256;
  private static final int OLDEST = 75;
  private static final int OLDEST_BF16 = 80;

  /** PTX 6.5 came with CUDA 10.2 and driver 440, PTX 7.0 with CUDA 11.0 and driver 450. */
  private static final int OLDEST_DRIVER = 11_000;

  /** What asking the driver gave: a device, or why there is none. */
  record Survey(Optional<Device> device, String problem) {
    static Survey problem(String words) {
      return new Survey(Optional.empty(), words);
    }
  }

  /** Asked once: what a machine has does not change under a process. */
  private static final class Here {
    static final Survey SURVEY = ask();
  }

  /** This machine's. */
  static Survey ofThisMachine() {
    return Here.SURVEY;
  }

  boolean hasBf16() {
    return capability >= OLDEST_BF16;
  }

  /**
   * Without loading anything where no driver can be: machines without a GPU start as fast as ever.
   */
  static Survey ask() {
    boolean driverRuns =
        Stream.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/nvhost-gpu")
            .anyMatch(node -> Files.exists(Path.of(node)));
    if (!driverRuns && System.getProperty("kleiber.cuda.driver") == null) {
      return Survey.problem("there is no NVIDIA driver running on this machine");
    }
    try {
      Driver.load();
    } catch (UnsatisfiedLinkError e) {
      return Survey.problem(
          "the NVIDIA driver's library "
              + Driver.LIBRARY
              + " cannot be loaded ("
              + e.getMessage().lines().findFirst().orElse("")
              + "); install the driver's compute libraries, or see that the container is given them");
    }
    int code = Driver.cuInit(0);
    if (code != 0) {
      return Survey.problem(CudaError.words(code) + " (CUDA error " + code + ")");
    }
    IntByReference count = new IntByReference();
    Driver.cuDeviceGetCount(count);
    if (count.getValue() == 0) {
      return Survey.problem(CudaError.words(CudaError.NO_DEVICE));
    }
    Device device = first();
    if (device.capability < OLDEST) {
      return Survey.problem(
          device.name
              + " has compute capability "
              + device.capability / 10
              + "."
              + device.capability % 10
              + ", and 7.5 (Turing) or newer is needed; use the backend nd4j"
              + " (KLEIBER_PROFILES=nd4j-cuda) or cpu");
    }
    if (device.driver < OLDEST_DRIVER) {
      return Survey.problem(
          "the driver knows CUDA "
              + device.driver / 1000
              + "."
              + device.driver % 1000 / 10
              + ", and 11.0 (driver 450) or newer is needed; update the driver");
    }
    return new Survey(Optional.of(device), "");
  }

  private static Device first() {
    IntByReference number = new IntByReference();
    Driver.cuDriverGetVersion(number);
    int driver = number.getValue();
    CudaError.check(Driver.cuDeviceGet(number, 0), "asking for the first GPU");
    int handle = number.getValue();
    byte[] name = new byte[NAME_LENGTH];
    CudaError.check(Driver.cuDeviceGetName(name, NAME_LENGTH, handle), "asking for its name");
    LongByReference bytes = new LongByReference();
    CudaError.check(Driver.cuDeviceTotalMem_v2(bytes, handle), "asking for its memory");
    int capability =
        10 * attribute(Driver.COMPUTE_CAPABILITY_MAJOR, handle)
            + attribute(Driver.COMPUTE_CAPABILITY_MINOR, handle);
    int multiprocessors = attribute(Driver.MULTIPROCESSORS, handle);
    return new Device(
        handle,
        Native.toString(name),
        capability,
        multiprocessors,
        attribute(Driver.MOST_SHARED_BYTES, handle),
        bytes.getValue(),
        driver);
  }

  private static int attribute(int attribute, int handle) {
    IntByReference value = new IntByReference();
    CudaError.check(Driver.cuDeviceGetAttribute(value, attribute, handle), "asking what it is");
    return value.getValue();
  }
}
