package kleiber.lm.model.blueprint;

import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpecBuilder;

/**
 * What the ops of a model add up to. Only a few layers are drawn: those of a stack are alike, or
 * every second one is where a window makes two kinds of them, so the rest is a multiple. A plan
 * tries thousands of shapes, some of a thousand layers. Within {@link
 * kleiber.lm.model.spec.ModelLimits} nothing overflows.
 *
 * @param params of all ops
 * @param outsideParams those of embeddings and of the output head
 * @param products multiplications of one sequence in matrix products, as {@link Blueprint#products}
 */
record DrawnSums(long params, long outsideParams, double products) {
  private static final int PERIOD = 2;

  static DrawnSums of(ModelSpec spec, BatchLayout layout) {
    int layers = few(spec.layers());
    int decoderLayers = few(decoderLayers(spec));
    DrawnSums least = drawn(spec, layers, decoderLayers, layout);
    DrawnSums all = least;
    if (layers < spec.layers()) {
      DrawnSums more = drawn(spec, layers + PERIOD, decoderLayers, layout);
      all = all.plus(periods(spec.layers()), least, more);
    }
    if (decoderLayers < decoderLayers(spec)) {
      DrawnSums more = drawn(spec, layers, decoderLayers + PERIOD, layout);
      all = all.plus(periods(decoderLayers(spec)), least, more);
    }
    return all;
  }

  private static int decoderLayers(ModelSpec spec) {
    return spec.family() instanceof Family.EncoderDecoder both ? both.decoderLayers() : 1;
  }

  /** As many layers, less whole periods, but at least one. */
  private static int few(int layers) {
    return layers - PERIOD * periods(layers);
  }

  private static int periods(int layers) {
    return (layers - 1) / PERIOD;
  }

  private static DrawnSums drawn(
      ModelSpec spec, int layers, int decoderLayers, BatchLayout layout) {
    ModelSpecBuilder shallow = spec.toBuilder().layers(layers);
    if (spec.family() instanceof Family.EncoderDecoder) {
      shallow.family(new Family.EncoderDecoder(decoderLayers));
    }
    Blueprint blueprint = Blueprint.of(shallow.build(), layout, false);
    long params = 0;
    long outside = 0;
    for (Parameter parameter : blueprint.parameters()) {
      params += parameter.size();
      outside += parameter.embedsOrUnembeds() ? parameter.size() : 0;
    }
    return new DrawnSums(params, outside, blueprint.products());
  }

  /** These and, so many times, what {@code more} has beyond {@code less}. */
  private DrawnSums plus(int times, DrawnSums less, DrawnSums more) {
    return new DrawnSums(
        params + times * (more.params - less.params),
        outsideParams + times * (more.outsideParams - less.outsideParams),
        products + times * (more.products - less.products));
  }
}
