package kleiber.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The libraries that libtorch's CUDA build is linked to, and where they can come from. */
final class CudaLibraries {
  /** {@code readelf -d} of libtorch's libraries, without the system's own. */
  static final List<String> NEEDED =
      List.of(
          "libcudart.so.13",
          "libcupti.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libcusparse.so.12",
          "libcusolver.so.12",
          "libcufft.so.12",
          "libcurand.so.10",
          "libcufile.so.0",
          "libnccl.so.2",
          "libcudnn.so.9");

  private CudaLibraries() {}

  /** Whether the class path holds libtorch for GPUs. */
  static boolean hasCudaBuild() {
    return onClassPath("/org/bytedeco/pytorch/linux-x86_64-gpu/libtorch_cuda.so");
  }

  /** Those that are neither on the class path nor where the system looks for libraries. */
  static List<String> missing() {
    String cache = loaderCache();
    return missing(
        name ->
            onClassPath("/org/bytedeco/cuda/linux-x86_64/" + name)
                || cache.contains("\t" + name + " ")
                || onPath(System.getenv("LD_LIBRARY_PATH"), name));
  }

  static List<String> missing(Predicate<String> present) {
    return NEEDED.stream().filter(present.negate()).toList();
  }

  private static boolean onClassPath(String resource) {
    return CudaLibraries.class.getResource(resource) != null;
  }

  private static boolean onPath(String path, String name) {
    if (path != null) {
      for (String folder : path.split(":")) {
        if (!folder.isEmpty() && Files.exists(Path.of(folder, name))) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the system's loader knows, a library a line. */
  private static String loaderCache() {
    try {
      Process process =
          new ProcessBuilder("/sbin/ldconfig", "-p")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
