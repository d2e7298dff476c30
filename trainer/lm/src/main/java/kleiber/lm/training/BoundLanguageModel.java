package kleiber.lm.training;

import java.util.List;
import kleiber.engine.backend.BoundModel;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;
import kleiber.lm.model.LanguageModel;

/**
 * A language model as an engine runs it.
 *
 * @param first the sequence of every batch that it begins with
 * @param losses in the order in which the engine numbers them
 * @param withoutDropout what losses are evaluated with, null for this model itself
 */
public record BoundLanguageModel(
    LanguageModel model, int first, List<CrossEntropy> losses, BoundLanguageModel withoutDropout)
    implements BoundModel<Batch> {

  /**
   * With the losses against these fields.
   *
   * @param first the sequence of every batch that it begins with
   */
  public static BoundLanguageModel of(LanguageModel model, int first, List<Field> targets) {
    return new BoundLanguageModel(model, first, targets.stream().map(model::loss).toList(), null);
  }

  /** This model, with losses evaluated by another that shares its parameters and drops nothing. */
  BoundLanguageModel evaluatedBy(BoundLanguageModel other) {
    return new BoundLanguageModel(model, first, losses, other);
  }

  @Override
  public BoundModel<Batch> evaluated() {
    return withoutDropout == null ? this : withoutDropout;
  }

  @Override
  public void load(Batch batch) {
    model.load(batch, first);
  }

  @Override
  public void forward() {
    model.forward();
  }

  @Override
  public void backward() {
    model.backward();
  }
}
