package kleiber.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import kleiber.core.KleiberException;

/**
 * The kernels' PTX, translated by the driver when the first kernel of a file of {@code
 * src/main/cuda} is asked for: the newest of the file's compressed texts that the card takes.
 */
final class Modules {
  /** What texts are written for, as capabilities times ten, the newest first. */
  private static final List<Integer> WRITTEN_FOR = List.of(80, 75);

  private final int capability;
  private final Map<String, Pointer> modules = new HashMap<>();

  /**
   * @param capability of the card, times ten
   */
  Modules(int capability) {
    this.capability = capability;
  }

  /** Kernel {@code name} of {@code file}. */
  Pointer function(String file, String name) {
    PointerByReference function = new PointerByReference();
    Pointer module = modules.computeIfAbsent(file, this::load);
    CudaError.check(
        Driver.cuModuleGetFunction(function, module, name), "looking for kernel " + name);
    return function.getValue();
  }

  private Pointer load(String file) {
    PointerByReference module = new PointerByReference();
    byte[] text = text(file);
    byte[] terminated = Arrays.copyOf(text, text.length + 1);
    CudaError.check(
        Driver.cuModuleLoadDataEx(module, terminated, 0, null, null), "loading kernels " + file);
    return module.getValue();
  }

  private byte[] text(String file) {
    for (int version : WRITTEN_FOR) {
      String name = file + "." + version + ".ptx.gz";
      try (InputStream packed = Modules.class.getResourceAsStream(name)) {
        if (version <= capability && packed != null) {
          return new GZIPInputStream(packed).readAllBytes();
        }
      } catch (IOException e) {
        throw KleiberException.failure("cannot read kernels " + name, e);
      }
    }
    throw new IllegalStateException("no kernels " + file + " for " + capability + " in this build");
  }

  void close() {
    modules.values().forEach(Driver::cuModuleUnload);
    modules.clear();
  }
}
