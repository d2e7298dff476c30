package kleiber.trainer.backend;

import java.util.Optional;
import kleiber.trainer.backend.host.SharedGradients;
import kleiber.trainer.kernels.DeviceSteps;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;

/**
 * A machine that tensors live on and kernels run on.
 *
 * <p>A backend runs one or more <em>lanes</em>: threads that each train on their own part of the
 * batch with their own {@link Kernels}, activations and gradients. A device that parallelises
 * inside one operation has one lane; the {@code cpu} backend has one per core, since lanes meet
 * twice in a step where threads inside operations would meet in every operation.
 */
public interface Backend extends AutoCloseable {
  /**
   * The name used in configurations and records: {@code cpu}, {@code cuda}, {@code nd4j}, {@code
   * torch}.
   */
  String name();

  /** One line for people and run records: library, version, instruction set or device. */
  String describe();

  /** How many lanes may run at once. */
  int lanes();

  /**
   * Elements of a flat buffer of {@code size} that one call should add up, sum or update: few where
   * lanes share the work out among them, but at most 128 parts; all where a call is shared out
   * inside the device and costs a launch.
   */
  default long chunk(long size) {
    return (1 << 16) * Math.max(1, size >> 22);
  }

  /** New memory, all zero. */
  Tensor allocate(ElementType type, int... shape);

  /** New kernels for one lane; what one lane binds must run on one thread at a time. */
  Kernels kernels();

  /**
   * Lanes, one beside the other, that should add to the same gradients of {@code size} parameters.
   */
  default int lanesPerGradient(long size) {
    return 1;
  }

  /**
   * Whether kernels obey {@link SharedGradients#clear}; where they do not, gradients are filled
   * with zeros.
   */
  default boolean overwritesGradients() {
    return false;
  }

  /** New kernels for one of some {@link #lanesPerGradient lanes} that share gradients. */
  default Kernels kernels(SharedGradients.Side side) {
    return kernels();
  }

  /** Steps without the host, on devices that can record them; such a backend has one lane. */
  default Optional<DeviceSteps> steps() {
    return Optional.empty();
  }

  /** What is known of the steps that it has recorded; empty where it records none. */
  default Optional<StepFacts> facts() {
    return Optional.empty();
  }

  /** Bytes of tensor memory handed out so far, workspaces included. */
  long allocatedBytes();

  /** Frees all memory; every tensor of this backend is dead afterwards. */
  @Override
  void close();

  /** New {@link ElementType#F32} memory, all zero. */
  default Tensor allocate(int... shape) {
    return allocate(ElementType.F32, shape);
  }
}
