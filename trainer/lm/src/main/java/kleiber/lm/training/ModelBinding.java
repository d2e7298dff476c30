package kleiber.lm.training;

import java.util.List;
import java.util.function.LongSupplier;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BoundModel;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.Trainable;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Dropouts;
import kleiber.lm.model.LanguageModel;
import kleiber.lm.model.Parameters;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.optim.OptimizerSpec;

/**
 * What an engine has to know of a language model.
 *
 * @param backend that its activations live on
 * @param map places of its parameters
 * @param layout of the batches
 * @param targets the fields that its losses are taken against, in their order
 * @param sequences B of a micro-batch
 * @param dropoutSeed seed of the dropout stream
 */
record ModelBinding(
    ModelSpec spec,
    Backend backend,
    ParameterMap map,
    BatchLayout layout,
    List<Field> targets,
    int sequences,
    OptimizerSpec optimizer,
    long dropoutSeed)
    implements Trainable<Batch> {

  @Override
  public int parameters() {
    return map.flatSize();
  }

  @Override
  public BoundModel<Batch> bind(
      Kernels kernels, Variable parameters, BatchPart part, LongSupplier pass) {
    BoundLanguageModel trained =
        bind(kernels, parameters, part, new Dropouts(dropoutSeed, pass, part));
    if (spec.dropout().equals(DropoutRates.NONE)) {
      return trained;
    }
    Variable values = Variable.constant(parameters.value());
    return trained.evaluatedBy(bind(kernels, values, part, Dropouts.none()));
  }

  private BoundLanguageModel bind(
      Kernels kernels, Variable parameters, BatchPart part, Dropouts dropouts) {
    LanguageModel model =
        new LanguageModel(
            spec,
            backend,
            kernels,
            new Parameters(map, parameters),
            layout,
            part.sequences(),
            dropouts);
    return BoundLanguageModel.of(model, part.first(), targets);
  }

  @Override
  public Optimizer bindUpdate(UpdateSpace space, Variable parameters) {
    return optimizer.bind(space, map, parameters);
  }

  @Override
  public double clipNorm() {
    return optimizer.clipNorm();
  }

  @Override
  public void countTargets(List<Batch> microBatches, long[] counts) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = targetCount(microBatches, targets.get(i));
      if (counts[i] == 0 && targets.get(i) == Field.TARGETS) {
        throw KleiberException.usage(
            "nothing is to be predicted in a step: every target of its batch is masked; mask fewer,"
                + " or make the batch larger");
      }
    }
  }

  private static long targetCount(List<Batch> microBatches, Field field) {
    long count = 0;
    for (int i = 0; i < microBatches.size(); i++) {
      count += microBatches.get(i).targetCount(field);
    }
    return count;
  }
}
