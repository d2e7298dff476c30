package kleiber.sweeps.plan;

import kleiber.lm.batch.BatchLayout;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.ModelSpec;

/**
 * How much a run is.
 *
 * @param model its architecture
 * @param params its parameters and FLOPs per token
 * @param steps optimiser steps
 * @param tokens training tokens D, whole steps
 * @param uniqueTokens tokens of the training split
 * @param layout what each sequence holds
 * @param validationSequences sequences of the validation split, 0 where there is none
 */
public record RunSize(
    ModelSpec model,
    ModelSize params,
    long steps,
    long tokens,
    long uniqueTokens,
    BatchLayout layout,
    long validationSequences) {

  /** The size of a run on data. */
  static RunSize of(TrainConfig config, DataFacts data) {
    ModelSpec model = config.model().spec(data.vocabulary());
    ModelSize params = ModelSize.of(model, data.layout());
    RunLength length = config.length(params, data.layout().tokens());
    return new RunSize(
        model,
        params,
        length.steps(),
        length.tokens(),
        data.uniqueTokens(),
        data.layout(),
        data.validationSequences());
  }

  /** 6 · total parameters · tokens. */
  public double flops6ND() {
    return params.flopsPerToken6N() * tokens;
  }

  /** All matrix products of training. */
  public double flopsExact() {
    return params.flopsPerTokenExact() * tokens;
  }

  /** Passes over the training split. */
  public double epochs() {
    return (double) tokens / uniqueTokens;
  }
}
