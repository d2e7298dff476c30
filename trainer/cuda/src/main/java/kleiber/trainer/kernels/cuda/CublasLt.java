package kleiber.trainer.kernels.cuda;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import kleiber.trainer.KleiberException;

/**
 * The calls of NVIDIA's cuBLASLt that {@link LibraryProducts} makes, as {@code cublasLt.h} declares
 * them: the same from CUDA 11.0 on. Each returns a status, 0 for success.
 */
final class CublasLt {
  /** Names the library to load, such as {@code libcublasLt.so.12}; without it none is. */
  static final String LIBRARY = "kleiber.cublaslt";

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

  /** Whether a library is asked for; it is loaded then. */
  static synchronized boolean load() {
    String library = System.getProperty(LIBRARY);
    if (library == null) {
      return false;
    }
    if (!loaded) {
      try {
        Native.register(CublasLt.class, NativeLibrary.getInstance(library));
      } catch (UnsatisfiedLinkError e) {
        throw KleiberException.usage(
            "cannot load "
                + library
                + ", which -D"
                + LIBRARY
                + " asks for ("
                + e.getMessage().lines().findFirst().orElse("")
                + "); give its path, or leave the property out to use the program's own kernels");
      }
      loaded = true;
    }
    return true;
  }

  static void check(int status, String doing) {
    if (status != 0) {
      throw KleiberException.failure(
          "cuBLASLt failed while "
              + doing
              + " (status "
              + status
              + "); leave out -D"
              + LIBRARY
              + " to use the program's own kernels",
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
