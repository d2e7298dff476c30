package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A oneDNN primitive with all its arguments in place: one native call to run. */
final class Primitive implements Runnable {
  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final dnnl_exec_arg_t arguments;
  private final int argumentCount;

  private Primitive(
      dnnl_primitive primitive, dnnl_stream stream, dnnl_exec_arg_t arguments, int argumentCount) {
    this.primitive = primitive;
    this.stream = stream;
    this.arguments = arguments;
    this.argumentCount = argumentCount;
  }

  @Override
  public void run() {
    int status = dnnl_primitive_execute(primitive, stream, argumentCount, arguments);
    if (status != 0) {
      throw new IllegalStateException(
          "oneDNN failed with status " + status + " and " + argumentCount + " arguments");
    }
  }

  /** Collects the arguments of a primitive. */
  static final class Builder {
    private final OneDnnObjects objects;
    private final String computation;
    private final List<Object> key = new ArrayList<>();
    private final List<Argument> arguments = new ArrayList<>();

    private record Argument(int id, DnnlOperand operand) {}

    /**
     * @param computation its name in messages
     * @param parameters all that the result depends on besides the arguments
     */
    Builder(OneDnnObjects objects, String computation, Object... parameters) {
      this.objects = objects;
      this.computation = computation;
      key.add(computation);
      key.addAll(List.of(parameters));
    }

    /** Puts {@code operand} in the place of the {@code DNNL_ARG_*} constant {@code id}. */
    Builder argument(int id, DnnlOperand operand) {
      arguments.add(new Argument(id, operand));
      key.add(id);
      key.add(operand.form());
      return this;
    }

    /**
     * The primitive over the arguments.
     *
     * @param describe fills a description and returns oneDNN's status; called for the first
     *     primitive of its kind only
     */
    Primitive build(ToIntFunction<dnnl_primitive_desc> describe) {
      dnnl_exec_arg_t array = new dnnl_exec_arg_t(arguments.size());
      for (int i = 0; i < arguments.size(); i++) {
        Argument argument = arguments.get(i);
        array.position(i).arg(argument.id()).memory(objects.memory(argument.operand()));
      }
      return new Primitive(
          objects.primitive(key, computation, describe),
          objects.stream(),
          array.position(0),
          arguments.size());
    }

    /** As {@link #build}, of a gradient whose description needs that of the forward pass. */
    Primitive buildBackward(
        ToIntFunction<dnnl_primitive_desc> forward,
        ToIntBiFunction<dnnl_primitive_desc, dnnl_primitive_desc> describe) {
      return build(
          desc -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            Dnnl.check(forward.applyAsInt(hint), computation);
            int status = describe.applyAsInt(desc, hint);
            dnnl_primitive_desc_destroy(hint);
            return status;
          });
    }
  }
}
