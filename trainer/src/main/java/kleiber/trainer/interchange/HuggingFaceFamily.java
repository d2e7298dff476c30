package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import kleiber.trainer.KleiberException;
import kleiber.trainer.model.ModelSpec;

/** How a family of models is laid out in a Hugging Face folder. */
interface HuggingFaceFamily {
  /** All families; the first that suits an architecture is the one it is written as. */
  List<HuggingFaceFamily> ALL =
      List.of(
          new Gpt1Family(),
          new Gpt2Family(),
          new OptFamily(),
          new GopherFamily(),
          new LlamaFamily(),
          new PalmFamily(),
          new BertFamily(),
          new T5Family());

  /** The {@code model_type} of config.json. */
  String modelType();

  /** Whether the family can express {@code spec}. */
  boolean suits(ModelSpec spec);

  /**
   * The architecture that a config.json describes.
   *
   * @throws IllegalArgumentException when its values do not go together
   */
  ModelSpec read(HuggingFaceConfig config);

  /** Writes what {@link #read} reads, and what Hugging Face wants besides. */
  void write(ModelSpec spec, ObjectNode config);

  /** The folder's names of the parts of {@code spec}. */
  TensorNames tensorNames(ModelSpec spec);

  /** {@code spec} with all the biases that the family has. */
  default ModelSpec complete(ModelSpec spec) {
    return spec;
  }

  /** The family that {@code spec} is written as. */
  static HuggingFaceFamily of(ModelSpec spec) {
    for (HuggingFaceFamily family : ALL) {
      if (family.suits(spec)) {
        return family;
      }
    }
    throw KleiberException.usage(
        "this architecture belongs to no family that folders are written for: "
            + String.join(", ", modelTypes()));
  }

  /** The family that {@code config} names. */
  static HuggingFaceFamily of(HuggingFaceConfig config) {
    for (HuggingFaceFamily family : ALL) {
      if (family.modelType().equals(config.modelType())) {
        return family;
      }
    }
    throw config.notOneOf("model_type", config.modelType(), modelTypes());
  }

  private static List<String> modelTypes() {
    return ALL.stream().map(HuggingFaceFamily::modelType).toList();
  }
}
