package kleiber.trainer.kernels.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import kleiber.trainer.KleiberException;

/**
 * The kernels' PTX, one text a file of {@code src/main/cuda}, translated by the driver when the
 * first kernel of a file is asked for.
 */
final class Modules {
  /** Tensor cores take bf16 from here on; older cards get the plainer text. */
  private static final int WITH_BF16 = 80;

  private final String suffix;
  private final Map<String, Pointer> modules = new HashMap<>();

  /**
   * @param capability of the card, times ten
   */
  Modules(int capability) {
    this.suffix = capability >= WITH_BF16 ? ".80.ptx" : ".75.ptx";
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
    try (InputStream text = Modules.class.getResourceAsStream(file + suffix)) {
      if (text == null) {
        throw new IllegalStateException("no kernels " + file + suffix + " in this build");
      }
      byte[] bytes = text.readAllBytes();
      byte[] terminated = Arrays.copyOf(bytes, bytes.length + 1);
      CudaError.check(
          Driver.cuModuleLoadDataEx(module, terminated, 0, null, null),
          "loading kernels " + file + suffix);
    } catch (IOException e) {
      throw KleiberException.failure("cannot read kernels " + file + suffix, e);
    }
    return module.getValue();
  }

  void close() {
    modules.values().forEach(Driver::cuModuleUnload);
    modules.clear();
  }
}
