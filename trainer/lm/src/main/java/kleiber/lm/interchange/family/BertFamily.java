package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;

/** {@code bert} with both pretraining heads. */
final class BertFamily implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "bert";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return BertParts.misfits(spec).block(spec, BlockForm.POST_NORM);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    return BertParts.read(config).block(BlockForm.POST_NORM).build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("BertForPreTraining");
    BertParts.write(spec, config);
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String theirs = BertParts.LAYER;
    return BertParts.names()
        .module("embed.norm", "bert.embeddings.LayerNorm")
        .module("layers.*.norm1", theirs + "attention.output.LayerNorm")
        .module("layers.*.norm2", theirs + "output.LayerNorm");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
