package kleiber.cuda;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.Optional;
import kleiber.core.KleiberException;

/**
 * The calls of NVIDIA's cuBLASLt that {@link LibraryProducts} makes, as {@code cublasLt.h} declares
 * them: the same from CUDA 11.0 on. Each returns a status, 0 for success.
 */
final class CublasLt {
  /** Names the library to load, or is {@code off}; without it one is looked for. */
  static final String LIBRARY = "kleiber.cublaslt";

  private static final String OFF = "off";

  static final int COMPUTE_32F = 68;
  static final int R_32F = 0;
  static final int R_16BF = 14;
  static final int TRANSA = 3;
  static final int TRANSB = 4;
  static final int EPILOGUE = 7;
  static final int BIAS_POINTER = 8;
  static final int EPILOGUE_BIAS = 4;
  static final int MAX_WORKSPACE_BYTES = 1;
  static final int MIN_ALIGNMENT_A_BYTES = 5;

  /** Of an algorithm's description, the first part of the heuristic's result. */
  static final int RESULT_BYTES = 96;

  static final int RESULT_STATUS = 72;

  private static boolean loaded;

  private CublasLt() {}

  /** Looked for once: where libraries are does not change under a process. */
  private static final class Here {
    static final Optional<Path> LIBRARY =
        Device.ofThisMachine()
            .device()
            .flatMap(
                device -> new LibrarySearch(System.getenv(), Path.of("/")).find(device.driver()));
  }

  /** The library to use on this machine's GPU, not loaded yet. */
  static Optional<String> find() {
    String asked = System.getProperty(LIBRARY);
    if (asked != null) {
      return asked.equals(OFF) ? Optional.empty() : Optional.of(asked);
    }
    return Here.LIBRARY.map(Path::toString);
  }

  /** Loads a library once. */
  static synchronized void load(String library) {
    if (!loaded) {
      try {
        Native.register(CublasLt.class, NativeLibrary.getInstance(library));
      } catch (UnsatisfiedLinkError e) {
        throw KleiberException.usage(
            "cannot load "
                + library
                + " ("
                + e.getMessage().lines().findFirst().orElse("")
                + "); name another with KLEIBER_JAVA_OPTIONS=-D"
                + LIBRARY
                + "=PATH, or use the program's own kernels with =off",
            e);
      }
      loaded = true;
    }
  }

  static void check(int status, String doing) {
    if (status != 0) {
      CudaError.requireDevice();
      throw KleiberException.failure(
          "cuBLASLt failed while "
              + doing
              + " (status "
              + status
              + "); KLEIBER_JAVA_OPTIONS=-D"
              + LIBRARY
              + "=off uses the program's own kernels",
          null);
    }
  }

  static native int cublasLtCreate(PointerByReference handle);

  static native int cublasLtDestroy(Pointer handle);

  static native int cublasLtMatmulDescCreate(PointerByReference desc, int compute, int scale);

  static native int cublasLtMatmulDescSetAttribute(
      Pointer desc, int attribute, Pointer value, long bytes);

  static native int cublasLtMatrixLayoutCreate(
      PointerByReference layout, int type, long rows, long columns, long stride);

  static native int cublasLtMatmulPreferenceCreate(PointerByReference preference);

  static native int cublasLtMatmulPreferenceSetAttribute(
      Pointer preference, int attribute, Pointer value, long bytes);

  static native int cublasLtMatmulPreferenceDestroy(Pointer preference);

  static native int cublasLtMatmulAlgoGetHeuristic(
      Pointer handle,
      Pointer desc,
      Pointer a,
      Pointer b,
      Pointer c,
      Pointer d,
      Pointer preference,
      int wanted,
      Pointer results,
      IntByReference found);

  static native int cublasLtMatmul(
      Pointer handle,
      Pointer desc,
      Pointer alpha,
      long a,
      Pointer layoutA,
      long b,
      Pointer layoutB,
      Pointer beta,
      long c,
      Pointer layoutC,
      long d,
      Pointer layoutD,
      Pointer algorithm,
      long workspace,
      long workspaceBytes,
      Pointer stream);
}
