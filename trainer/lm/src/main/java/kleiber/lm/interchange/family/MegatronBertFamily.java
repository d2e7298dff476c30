package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;

/** {@code megatron-bert}: BERT whose branches read normalised inputs, with one norm at the end. */
final class MegatronBertFamily implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "megatron-bert";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return BertParts.misfits(spec).block(spec, BlockForm.PRE_NORM);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    return BertParts.read(config).block(BlockForm.PRE_NORM).build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("MegatronBertForPreTraining");
    BertParts.write(spec, config);
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    return BertParts.names()
        .module("layers.*.norm1", BertParts.LAYER + "attention.ln")
        .module("layers.*.norm2", BertParts.LAYER + "ln")
        .module("norm", "bert.encoder.ln");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
