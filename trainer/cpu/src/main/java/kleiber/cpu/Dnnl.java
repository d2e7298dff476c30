package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import kleiber.core.KleiberException;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;

/** oneDNN's library, its engine, and the streams on it. */
final class Dnnl {
  private final dnnl_engine engine;

  private Dnnl(dnnl_engine engine) {
    this.engine = engine;
  }

  /** Loads the native library; a missing one is a usage error with the way out. */
  static Dnnl load() {
    try {
      dnnl_engine engine = new dnnl_engine();
      check(dnnl_engine_create(engine, dnnl_cpu, 0), "engine");
      return new Dnnl(engine);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw KleiberException.usage(
          "the cpu backend cannot load oneDNN for this platform ("
              + e.getMessage()
              + "); build with -Dnative.classifier=<platform>, or choose --set backend=nd4j",
          e);
    }
  }

  String version() {
    var version = dnnl_version();
    return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Whether the processor multiplies bf16 matrices: AVX512-BF16 or AMX. */
  boolean multipliesBf16() {
    int needed = dnnl_cpu_isa_avx512_core_bf16;
    return (dnnl_get_effective_cpu_isa() & needed) == needed;
  }

  dnnl_engine engine() {
    return engine;
  }

  dnnl_stream stream() {
    dnnl_stream stream = new dnnl_stream();
    check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "stream");
    return stream;
  }

  static void check(int status, String what) {
    if (status != 0) {
      throw new IllegalStateException("oneDNN refused to make a " + what + ": status " + status);
    }
  }
}
