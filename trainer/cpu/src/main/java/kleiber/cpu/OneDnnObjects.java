package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * The oneDNN objects of one lane, each made once and freed with the backend. A primitive takes tens
 * of kilobytes and does not know the memory it works on, and a model repeats the same few in every
 * layer and every block of attention.
 */
final class OneDnnObjects implements AutoCloseable {
  private final dnnl_engine engine;
  private final dnnl_stream stream;
  private final Map<DnnlOperand.Form, dnnl_memory_desc> forms = new HashMap<>();
  private final Map<Place, dnnl_memory> memories = new HashMap<>();
  private final Map<List<Object>, dnnl_primitive> primitives = new HashMap<>();

  private record Place(long address, DnnlOperand.Form form) {}

  OneDnnObjects(Dnnl dnnl) {
    this.engine = dnnl.engine();
    this.stream = dnnl.stream();
  }

  dnnl_engine engine() {
    return engine;
  }

  dnnl_stream stream() {
    return stream;
  }

  dnnl_memory_desc describe(DnnlOperand operand) {
    return forms.computeIfAbsent(operand.form(), OneDnnObjects::describe);
  }

  private static dnnl_memory_desc describe(DnnlOperand.Form form) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    long[] dims = form.dims().stream().mapToLong(Long::longValue).toArray();
    long[] strides = form.strides().stream().mapToLong(Long::longValue).toArray();
    Dnnl.check(
        dnnl_memory_desc_create_with_strides(desc, dims.length, dims, form.dataType(), strides),
        "memory descriptor");
    return desc;
  }

  dnnl_memory memory(DnnlOperand operand) {
    Place place = new Place(operand.address(), operand.form());
    return memories.computeIfAbsent(
        place,
        absent -> {
          dnnl_memory memory = new dnnl_memory();
          Dnnl.check(
              dnnl_memory_create(memory, describe(operand), engine, operand.data()), "memory");
          return memory;
        });
  }

  /**
   * The primitive of a description.
   *
   * @param key equal for equal descriptions
   * @param name in messages
   * @param describe fills a description and returns oneDNN's status
   */
  dnnl_primitive primitive(
      List<Object> key, String name, ToIntFunction<dnnl_primitive_desc> describe) {
    return primitives.computeIfAbsent(
        key,
        absent -> {
          dnnl_primitive_desc desc = new dnnl_primitive_desc();
          dnnl_primitive primitive = new dnnl_primitive();
          Dnnl.check(describe.applyAsInt(desc), name);
          Dnnl.check(dnnl_primitive_create(primitive, desc), name);
          dnnl_primitive_desc_destroy(desc);
          return primitive;
        });
  }

  @Override
  public void close() {
    primitives.values().forEach(primitive -> dnnl_primitive_destroy(primitive));
    memories.values().forEach(memory -> dnnl_memory_destroy(memory));
    forms.values().forEach(form -> dnnl_memory_desc_destroy(form));
    dnnl_stream_destroy(stream);
  }
}
