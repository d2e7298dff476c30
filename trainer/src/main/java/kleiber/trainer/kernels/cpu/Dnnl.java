package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import kleiber.trainer.KleiberException;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/** oneDNN's engine, and the descriptors and memory objects made on it. */
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

  static dnnl_memory_desc describe(int dataType, long[] dims, long[] strides) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(desc, dims.length, dims, dataType, strides),
        "memory descriptor");
    return desc;
  }

  dnnl_memory memory(dnnl_memory_desc desc, Pointer data) {
    dnnl_memory memory = new dnnl_memory();
    check(dnnl_memory_create(memory, desc, engine, data), "memory");
    return memory;
  }

  static void check(int status, String what) {
    if (status != 0) {
      throw new IllegalStateException("oneDNN refused to make a " + what + ": status " + status);
    }
  }
}
