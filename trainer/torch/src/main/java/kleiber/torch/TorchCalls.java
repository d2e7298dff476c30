package kleiber.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/**
 * A fixed list of ATen operations over fixed tensors: what a kernel's forward or backward pass is
 * here. Operations are named and their arguments ordered as in ATen's schemas ({@code
 * native_functions.yaml}), and run through its dispatcher without autograd: half a microsecond a
 * call on a CPU.
 */
final class TorchCalls implements Runnable {
  private final TorchMemory memory;
  private final List<Runnable> list = new ArrayList<>();

  TorchCalls(TorchMemory memory) {
    this.memory = memory;
  }

  @Override
  public void run() {
    for (int i = 0; i < list.size(); i++) {
      list.get(i).run();
    }
  }

  TorchCalls then(Runnable call) {
    list.add(call);
    return this;
  }

  /**
   * Appends an operation.
   *
   * @param schema such as {@code addmm.out}
   * @param arguments all of the schema's in order, outputs last: tensors, numbers, booleans,
   *     strings, null, or a {@link #number} that is asked for at every run
   */
  TorchCalls op(String schema, Object... arguments) {
    return then(new Call(memory, schema, arguments));
  }

  /**
   * Appends an operation that has no form with outputs: its results are copied to {@code targets}.
   */
  TorchCalls op(Tensor[] targets, String schema, Object... arguments) {
    Call call = new Call(memory, schema, arguments);
    return then(
        () -> {
          call.run();
          for (int i = 0; i < targets.length; i++) {
            try (Tensor result = call.stack.get(i).toTensor()) {
              targets[i].copy_(result);
            }
          }
          call.stack.resize(0);
        });
  }

  /** An argument that changes from run to run. */
  static DoubleSupplier number(DoubleSupplier value) {
    return value;
  }

  /** z = a + b. */
  TorchCalls add(Tensor a, Tensor b, Tensor z) {
    return op("add.out", a, b, 1, z);
  }

  /** z = a·b, elementwise. */
  TorchCalls multiply(Tensor a, Tensor b, Tensor z) {
    return op("mul.out", a, b, z);
  }

  /** z = factor·x. */
  TorchCalls scale(Tensor x, double factor, Tensor z) {
    return op("mul.Scalar_out", x, factor, z);
  }

  /** target ← source, which may have other strides or another element type. */
  TorchCalls copy(Tensor source, Tensor target) {
    return op("copy_", target, source, false);
  }

  /** sums [N] += the sum of the rows of x [M, N], as a product with ones. */
  TorchCalls addColumnSums(Tensor x, Tensor sums) {
    Tensor ones = memory.filled(1, x.size(0));
    return op("addmv.out", sums, memory.keep(x.t()), ones, 1, 1, sums);
  }

  /** One operation bound to its arguments. */
  private static final class Call implements Runnable {
    private final OperatorHandle operator;
    private final IValueVector stack;
    private final IValue[] values;
    private final DoubleSupplier[] suppliers;

    Call(TorchMemory memory, String schema, Object... arguments) {
      String[] name = schema.split("\\.", 2);
      operator =
          memory.keep(
              Dispatcher.singleton()
                  .findSchemaOrThrow("aten::" + name[0], name.length > 1 ? name[1] : ""));
      stack = memory.keep(new IValueVector());
      values = new IValue[arguments.length];
      suppliers = new DoubleSupplier[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i] instanceof DoubleSupplier supplier) {
          suppliers[i] = supplier;
        } else {
          values[i] = memory.keep(value(arguments[i]));
        }
      }
    }

    private static IValue value(Object argument) {
      if (argument == null) {
        return new IValue();
      } else if (argument instanceof Tensor tensor) {
        return new IValue(tensor);
      } else if (argument instanceof Double number) {
        return new IValue(number);
      } else if (argument instanceof Integer number) {
        return new IValue((long) number);
      } else if (argument instanceof Boolean flag) {
        return new IValue(flag);
      } else if (argument instanceof String text) {
        return new IValue(text);
      }
      throw new IllegalArgumentException("no ATen argument: " + argument.getClass());
    }

    @Override
    public void run() {
      stack.resize(values.length);
      for (int i = 0; i < values.length; i++) {
        if (suppliers[i] == null) {
          stack.put(i, values[i]);
        } else {
          try (IValue value = new IValue(suppliers[i].getAsDouble())) {
            stack.put(i, value);
          }
        }
      }
      operator.callBoxed(stack);
    }
  }
}
