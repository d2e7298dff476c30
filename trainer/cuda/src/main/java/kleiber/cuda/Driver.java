package kleiber.cuda;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The calls of NVIDIA's driver that this backend makes, as {@code cuda.h} declares them. Each
 * returns an error code, 0 for none.
 */
final class Driver {
  /** The driver's library; the property names another one, such as the tests' stand-in. */
  static final String LIBRARY = System.getProperty("kleiber.cuda.driver", "libcuda.so.1");

  static final int COMPUTE_CAPABILITY_MAJOR = 75;
  static final int COMPUTE_CAPABILITY_MINOR = 76;
  static final int MULTIPROCESSORS = 16;
  static final int MOST_SHARED_BYTES = 97;
  static final int MAX_DYNAMIC_SHARED_BYTES = 8;
  static final int NON_BLOCKING = 1;
  static final int CAPTURE_THREAD_LOCAL = 1;

  private static boolean loaded;

  private Driver() {}

  /**
   * Loads the library once.
   *
   * @throws UnsatisfiedLinkError where it is missing or lacks a call
   */
  static synchronized void load() {
    if (!loaded) {
      Native.register(Driver.class, NativeLibrary.getInstance(LIBRARY));
      loaded = true;
    }
  }

  static native int cuInit(int flags);

  static native int cuDriverGetVersion(IntByReference version);

  static native int cuDeviceGetCount(IntByReference count);

  static native int cuDeviceGet(IntByReference device, int ordinal);

  static native int cuDeviceGetName(byte[] name, int length, int device);

  static native int cuDeviceTotalMem_v2(LongByReference bytes, int device);

  static native int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

  static native int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

  static native int cuCtxSetCurrent(Pointer context);

  static native int cuMemGetInfo_v2(LongByReference free, LongByReference total);

  static native int cuMemAlloc_v2(LongByReference address, long bytes);

  static native int cuMemFree_v2(long address);

  static native int cuMemHostAlloc(PointerByReference memory, long bytes, int flags);

  static native int cuMemFreeHost(Pointer memory);

  static native int cuMemcpyHtoDAsync_v2(long target, Pointer source, long bytes, Pointer stream);

  static native int cuMemcpyDtoHAsync_v2(Pointer target, long source, long bytes, Pointer stream);

  static native int cuMemsetD8Async(long target, byte value, long bytes, Pointer stream);

  static native int cuModuleLoadDataEx(
      PointerByReference module, byte[] image, int options, Pointer keys, Pointer values);

  static native int cuModuleUnload(Pointer module);

  static native int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

  static native int cuFuncSetAttribute(Pointer function, int attribute, int value);

  static native int cuStreamCreate(PointerByReference stream, int flags);

  static native int cuStreamDestroy_v2(Pointer stream);

  static native int cuStreamSynchronize(Pointer stream);

  static native int cuStreamBeginCapture_v2(Pointer stream, int mode);

  static native int cuStreamEndCapture(Pointer stream, PointerByReference graph);

  static native int cuGraphInstantiateWithFlags(
      PointerByReference executable, Pointer graph, long flags);

  static native int cuGraphLaunch(Pointer executable, Pointer stream);

  static native int cuGraphGetNodes(Pointer graph, Pointer nodes, LongByReference count);

  static native int cuGraphDestroy(Pointer graph);

  static native int cuGraphExecDestroy(Pointer executable);

  static native int cuEventCreate(PointerByReference event, int flags);

  static native int cuEventRecord(Pointer event, Pointer stream);

  static native int cuEventElapsedTime(FloatByReference millis, Pointer from, Pointer to);

  static native int cuLaunchKernel(
      Pointer function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      Pointer stream,
      Pointer arguments,
      Pointer extra);
}
