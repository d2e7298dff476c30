package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.lm.model.spec.ModelSpec;

/** How a family of models is laid out in a Hugging Face folder. */
public interface HuggingFaceFamily {
  /** All families; the first that suits an architecture is the one it is written as. */
  List<HuggingFaceFamily> ALL =
      List.of(
          new Gpt1Family(),
          new Gpt2Family(),
          new GptNeoFamily(),
          new OptFamily(),
          new GopherFamily(),
          new LlamaFamily(),
          new Qwen3Family(),
          new PalmFamily(),
          new BertFamily(),
          new MegatronBertFamily(),
          new T5Family());

  /** The {@code model_type} of config.json. */
  String modelType();

  /** The keys that keep {@code spec} out of the family; none where the family has it. */
  Misfits misfits(ModelSpec spec);

  /** Whether Hugging Face's transformers can load such a folder. */
  default boolean isKnownToTransformers() {
    return true;
  }

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

  /**
   * Changes parameters in place into those of a model that computes the same and that the family
   * has.
   *
   * @param spec the {@link #complete} architecture
   * @param values all its parameters
   */
  default void express(ModelSpec spec, float[] values) {}

  /**
   * The family that {@code spec} is written as.
   *
   * @throws KleiberException naming the keys that keep it out of the nearest families
   */
  static HuggingFaceFamily of(ModelSpec spec) {
    Map<HuggingFaceFamily, List<String>> misfits = new LinkedHashMap<>();
    for (HuggingFaceFamily family : ALL) {
      List<String> found = family.misfits(spec).found();
      if (found.isEmpty()) {
        return family;
      }
      misfits.put(family, found);
    }
    int fewest = misfits.values().stream().mapToInt(List::size).min().orElseThrow();
    misfits.values().removeIf(found -> found.size() > fewest);
    String nearest =
        misfits.entrySet().stream()
            .map(entry -> entry.getKey().modelType() + " but for " + join(entry.getValue()))
            .collect(Collectors.joining("; or "));
    throw KleiberException.usage(
        "no family of Hugging Face's has this architecture. It would be "
            + nearest
            + ". Train with such values to export it");
  }

  private static String join(List<String> keys) {
    return String.join(", ", keys);
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
