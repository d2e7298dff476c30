package kleiber.engine.backend;

import java.util.Optional;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/** A machine that tensors live on, kernels run on and models train on. */
public interface Backend extends AutoCloseable {
  /**
   * The name used in configurations and records: {@code cpu}, {@code cuda}, {@code nd4j}, {@code
   * torch}.
   */
  String name();

  /** One line for people and run records: library, version, instruction set or device. */
  String describe();

  /** New memory, all zero. */
  Tensor allocate(ElementType type, int... shape);

  /** New kernels; what they bind must run on one thread at a time. */
  Kernels kernels();

  /** Binds a model for training; nothing is allocated afterwards. */
  <B> Engine<B> engine(Trainable<B> model);

  /** Forward passes of a model that was bound to {@link #kernels} for whole batches. */
  default <B> Inference<B> inference(BoundModel<B> model) {
    return Inference.of(model, model::forward);
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
