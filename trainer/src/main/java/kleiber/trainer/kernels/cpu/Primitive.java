package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A oneDNN primitive with all its arguments in place: one native call to run. */
final class Primitive implements Runnable {
  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final dnnl_exec_arg_t arguments;
  private final int argumentCount;

  /** Memory objects that the native argument array points to: they must stay reachable. */
  private final List<dnnl_memory> memories;

  private Primitive(
      dnnl_primitive primitive, dnnl_stream stream, List<dnnl_memory> memories, List<Integer> ids) {
    this.primitive = primitive;
    this.stream = stream;
    this.memories = memories;
    this.argumentCount = ids.size();
    dnnl_exec_arg_t array = new dnnl_exec_arg_t(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      array.position(i).arg(ids.get(i)).memory(memories.get(i));
    }
    this.arguments = array.position(0);
  }

  @Override
  public void run() {
    int status = dnnl_primitive_execute(primitive, stream, argumentCount, arguments);
    if (status != 0) {
      throw new IllegalStateException(
          "oneDNN failed with status " + status + " and " + memories.size() + " arguments");
    }
  }

  /** Collects arguments for a primitive description. */
  static final class Builder {
    private final Dnnl dnnl;
    private final dnnl_stream stream;
    private final List<dnnl_memory> memories = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();

    Builder(Dnnl dnnl, dnnl_stream stream) {
      this.dnnl = dnnl;
      this.stream = stream;
    }

    /** Puts {@code operand} in the place of the {@code DNNL_ARG_*} constant {@code id}. */
    Builder argument(int id, Operand operand) {
      memories.add(dnnl.memory(operand.describe(), operand.data()));
      ids.add(id);
      return this;
    }

    Primitive build(dnnl_primitive_desc description) {
      dnnl_primitive primitive = new dnnl_primitive();
      Dnnl.check(dnnl_primitive_create(primitive, description), "primitive");
      return new Primitive(primitive, stream, memories, ids);
    }
  }
}
