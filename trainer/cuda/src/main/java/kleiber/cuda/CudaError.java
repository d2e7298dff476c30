package kleiber.cuda;

import com.sun.jna.ptr.LongByReference;
import java.util.Set;
import kleiber.core.KleiberException;

/** The driver's error codes, in words for the user. */
final class CudaError {
  static final int OUT_OF_MEMORY = 2;
  static final int NO_DEVICE = 100;

  /**
   * Codes after which the driver answers every call of the process with an error: a kernel that
   * went astray, memory that cannot be corrected, a context that is gone.
   */
  private static final Set<Integer> STICKY =
      Set.of(3, 4, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 999);

  private CudaError() {}

  /**
   * Passes on success.
   *
   * @param code what a call of {@link Driver} returned
   * @param what the program was doing, such as "loading kernels"
   * @throws KleiberException with a way out for any other code; one that says {@link
   *     KleiberException#isDeviceLost} where the GPU is lost to the process
   */
  static void check(int code, String what) {
    if (code != 0) {
      String message =
          "the GPU failed while " + what + ": " + words(code) + " (CUDA error " + code + ")";
      throw STICKY.contains(code)
          ? KleiberException.deviceLost(message)
          : KleiberException.failure(message, null);
    }
  }

  /** Passes if the driver still answers: a library's failure may be the end of its GPU. */
  static void requireDevice() {
    int code = Driver.cuMemGetInfo_v2(new LongByReference(), new LongByReference());
    if (STICKY.contains(code)) {
      check(code, "multiplying");
    }
  }

  /** What a code means and what to do. */
  static String words(int code) {
    return switch (code) {
      case OUT_OF_MEMORY ->
          "it has not enough free memory; see nvidia-smi for what else uses it, or train a smaller"
              + " model or micro-batch";
      case 3, 4 -> "the driver is shutting down";
      case NO_DEVICE ->
          "the driver finds no GPU; see nvidia-smi, and that CUDA_VISIBLE_DEVICES is right";
      case 101 -> "there is no such GPU; see that CUDA_VISIBLE_DEVICES is right";
      case 46, 47 -> "another program uses it alone; see nvidia-smi";
      case 200, 209, 218, 222 ->
          "this GPU or driver does not take the program's kernels; update the driver, or choose the"
              + " backend cpu";
      case 500 -> "a kernel is missing; build the program again";
      case 700, 715, 716, 717, 718, 719 ->
          "a kernel has failed and all that the GPU held for this process is lost; continue with"
              + " --resume, and if it fails again, send what kleiber verify --backend cuda says";
      case 702 -> "a kernel took longer than the driver allows on a GPU with a display";
      case 802, 803, 804 -> "driver and GPU system software do not match; reboot after an update";
      case 214 -> "its memory has an error that cannot be corrected; see nvidia-smi -q";
      case 999 -> "the driver does not say why; see dmesg and nvidia-smi";
      default -> "the driver refused a call";
    };
  }
}
