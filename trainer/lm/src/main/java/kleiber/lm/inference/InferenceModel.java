package kleiber.lm.inference;

import java.util.List;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Inference;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Dropouts;
import kleiber.lm.model.LanguageModel;
import kleiber.lm.model.Parameters;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.training.BoundLanguageModel;
import kleiber.lm.training.Scorer;

/** A trained model bound for forward passes only: no gradients, no optimiser state. */
public final class InferenceModel implements Scorer {
  private final LanguageModel model;
  private final Inference<Batch> inference;
  private final List<Field> targets;
  private final int sequences;

  /**
   * Binds {@code trained} for batches of {@code sequences}.
   *
   * @throws KleiberException when its weights cannot be read, are no numbers, or do not fit
   */
  public InferenceModel(TrainedModel trained, Backend backend, BatchLayout layout, int sequences) {
    this.sequences = sequences;
    this.targets = List.copyOf(layout.targets());
    try {
      model = bind(trained, backend, layout);
      inference = backend.inference(BoundLanguageModel.of(model, 0, targets));
    } catch (OutOfMemoryError e) {
      throw KleiberException.usage(
          trained.path() + " does not fit in memory here: " + e.getMessage(), e);
    }
  }

  private LanguageModel bind(TrainedModel trained, Backend backend, BatchLayout layout) {
    ParameterMap map = ParameterMap.of(trained.spec());
    Tensor values = backend.allocate(map.flatSize());
    trained.readWeights(values);
    Parameters parameters = new Parameters(map, Variable.constant(values));
    return new LanguageModel(
        trained.spec(), backend, backend.kernels(), parameters, layout, sequences, Dropouts.none());
  }

  @Override
  public int sequencesPerCall() {
    return sequences;
  }

  @Override
  public void evaluate(Batch batch) {
    inference.evaluate(batch);
  }

  @Override
  public void readLosses(Field field, float[] losses) {
    inference.readLosses(targets.indexOf(field), losses);
  }

  /** The last batch's logits [V] at {@code row} of [B·T]. */
  void readLogits(int row, float[] logits) {
    model.logits().read((long) row * logits.length, logits, 0, logits.length);
  }
}
