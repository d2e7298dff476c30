package kleiber.lm.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.batch.IndexRanges;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelLimits;
import kleiber.lm.model.spec.ModelSpec;

/** A model bound to one lane: batches in, losses out, gradients added to the parameters' buffer. */
public final class LanguageModel {
  private final List<Input> inputs = new ArrayList<>();
  private final Blueprint blueprint;
  private final Binder binder;
  private final Program program;
  private final Tensor logits;
  private final List<Loss> losses;
  private final IndexRanges ranges;
  private final Batch batch;

  private record Input(Field field, Tensor memory) {}

  /**
   * Binds a model.
   *
   * @param parameters with gradients to train, without to evaluate
   * @param layout what {@code spec} takes
   * @param sequences B a call
   * @param dropouts the source of dropout masks
   * @throws KleiberException when sequences are longer than the model knows positions for, or there
   *     are more than can be counted
   */
  public LanguageModel(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      Parameters parameters,
      BatchLayout layout,
      int sequences,
      Dropouts dropouts) {
    this(spec, backend, kernels, kernels.productType(), parameters, layout, sequences, dropouts);
  }

  private LanguageModel(
      ModelSpec spec,
      Backend backend,
      Kernels kernels,
      ElementType products,
      Parameters parameters,
      BatchLayout layout,
      int sequences,
      Dropouts dropouts) {
    if (!spec.family().takes(layout)) {
      throw new IllegalArgumentException(spec.family() + " does not take batches of " + layout);
    }
    ModelLimits.requireCountable(spec, layout, sequences);
    this.ranges = InputRanges.of(spec, layout);
    this.batch = new Batch(layout, sequences);
    Map<Field, Tensor> fields = new EnumMap<>(Field.class);
    for (Field field : layout.fields()) {
      Tensor memory = backend.allocate(ElementType.I32, sequences, layout.columns(field));
      fields.put(field, memory);
      inputs.add(new Input(field, memory));
    }
    this.blueprint = Blueprint.of(spec, layout, dropouts.drop());
    this.binder =
        new Binder(blueprint, backend, kernels, products, parameters, dropouts, fields, sequences);
    this.program = binder.program();
    this.logits = binder.memory(blueprint.logits()).value();
    this.losses =
        blueprint.losses().stream()
            .map(loss -> new Loss(loss.targets(), binder.loss(loss.targets())))
            .toList();
  }

  /**
   * A model of forward passes without dropout, all of whose activations can be read: they are kept
   * in single precision, also where products are of rounded matrices.
   *
   * @param parameters without gradients
   * @param sequences B a call
   */
  public static LanguageModel readable(
      ModelSpec spec, Backend backend, Parameters parameters, BatchLayout layout, int sequences) {
    return new LanguageModel(
        spec,
        backend,
        backend.kernels(),
        ElementType.F32,
        parameters,
        layout,
        sequences,
        Dropouts.none());
  }

  /**
   * Sets the input of the next {@link #forward}.
   *
   * @param first the sequence of {@code source} that it begins with, as many as were bound
   * @throws KleiberException when anything in them is outside what the model knows
   */
  public void load(Batch source, int first) {
    batch.copyFrom(source, first);
    ranges.require(batch, "", first);
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      input.memory().writeInts(batch.get(input.field()));
    }
  }

  /** Computes the losses. */
  public void forward() {
    program.forward();
  }

  /** Adds the gradients of the last {@link #forward} to the parameters' gradients. */
  public void backward() {
    program.backward();
  }

  /** The losses, that of {@link Field#TARGETS} first. */
  public List<Loss> losses() {
    return losses;
  }

  /** The loss against one target field. */
  public CrossEntropy loss(Field targets) {
    return losses().stream()
        .filter(loss -> loss.targets() == targets)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no loss against " + targets))
        .op();
  }

  /** The model on paper: what its activations are called, and which ops compute them. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /**
   * An activation of the last {@link #forward}; a backward pass takes the memory of some.
   *
   * @param value one of {@link #blueprint}
   */
  public Tensor activation(Value value) {
    return binder.memory(value).value();
  }

  /** The logits [B·T, V] of the last {@link #forward}. */
  public Tensor logits() {
    return logits;
  }
}
