package kleiber.lm.interchange;

import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.Parametrisation;

/**
 * A model without the factors of its parametrisation, which no other program knows: its weights
 * have them instead, and it computes the same. A factor on scores goes into the queries or the gain
 * of their norm, one on a branch into the matrix that ends it, and one on what the head reads into
 * the head or, where that is the embedding, into the last norm.
 */
final class StandardForm {
  private final ModelSpec model;
  private final ParameterMap map;
  private final float[] values;

  private StandardForm(ModelSpec model, float[] values) {
    this.model = model;
    this.map = ParameterMap.of(model);
    this.values = values;
  }

  /** The architecture that is left. */
  static ModelSpec of(ModelSpec spec) {
    return spec.toBuilder().parametrisation(new Parametrisation.Standard()).build();
  }

  /**
   * Takes the factors of {@code spec} into the weights.
   *
   * @param values all parameters, changed in place
   */
  static void express(ModelSpec spec, float[] values) {
    Parametrisation from = spec.parametrisation();
    Parametrisation to = new Parametrisation.Standard();
    StandardForm form = new StandardForm(spec, values);
    form.scores(from.scores(spec) / to.scores(spec));
    form.branches(from.branch(spec) / to.branch(spec));
    form.head(from.head(spec) / to.head(spec));
  }

  private void scores(double factor) {
    int queries = model.attention().queryWidth();
    for (int i = 0; i < model.layers(); i++) {
      String attention = "layers." + i + ".attn.";
      if (model.attention().normed()) {
        multiply(attention + "qNorm.weight", model.attention().headWidth(), factor);
        continue;
      }
      multiply(attention + "qkv.weight", (long) queries * model.width(), factor);
      multiply(attention + "qkv.bias", queries, factor);
      multiply(attention + "content.bias", queries, factor);
      multiply(attention + "place.bias", queries, factor);
    }
  }

  private void branches(double factor) {
    for (int i = 0; i < model.layers(); i++) {
      for (String end : new String[] {"attn.out", "mlp.out"}) {
        multiply("layers." + i + "." + end, factor);
      }
    }
  }

  private void head(double factor) {
    boolean normalised = model.block() == BlockForm.POST_NORM;
    String norm = normalised ? "layers." + (model.layers() - 1) + ".norm2" : "norm";
    multiply(model.head().tied() ? norm : "head", factor);
  }

  private void multiply(String module, double factor) {
    for (String name : new String[] {module + ".weight", module + ".bias"}) {
      multiply(name, map.contains(name) ? map.get(name).size() : 0, factor);
    }
  }

  /** Multiplies the first elements of a parameter, if the model has it. */
  private void multiply(String name, long count, double factor) {
    if (factor == 1 || !map.contains(name)) {
      return;
    }
    Parameter parameter = map.get(name);
    int from = Math.toIntExact(parameter.offset());
    for (int i = from; i < from + count; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }
}
