package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.tensor.Tensor;

/**
 * A Hugging Face model folder: {@code config.json}, {@code model.safetensors} in one file or in
 * many, and {@code tokenizer.json} where there is one.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {
  /** The architecture; one that the weights beside it cannot be is refused. */
  public ModelSpec readSpec() {
    HuggingFaceConfig config = config();
    config.section("pruned_heads").requireOnly(List.of());
    ModelSpec spec;
    try {
      spec = HuggingFaceFamily.of(config).read(config);
    } catch (IllegalArgumentException e) {
      throw config.impossible(e);
    }
    if (Weights.areIn(path)) {
      requireRoom(spec);
    }
    return spec;
  }

  private HuggingFaceConfig config() {
    return HuggingFaceConfig.read(path.resolve("config.json"));
  }

  /** Before memory is asked for: the file must be able to hold what the configuration claims. */
  private void requireRoom(ModelSpec spec) {
    try (Weights tensors = Weights.open(path)) {
      int blocks = spec.layers();
      if (spec.family() instanceof ModelSpec.Family.EncoderDecoder both) {
        blocks += both.decoderLayers();
      }
      int count = tensors.entries().size();
      if (blocks > count) {
        throw KleiberException.corrupt(
            tensors.source()
                + " has too few tensors, "
                + count
                + ", for the "
                + blocks
                + " blocks of config.json");
      }
      long params = ParameterMap.of(spec).size();
      long held = tensors.entries().values().stream().mapToLong(Safetensors.Entry::size).sum();
      if (params > 2 * held || params > Integer.MAX_VALUE) {
        throw KleiberException.corrupt(
            String.format(
                Locale.ROOT,
                "%s holds %,d numbers, but config.json asks for %,d parameters (at most %,d are"
                    + " possible)",
                tensors.source(),
                held,
                params,
                Integer.MAX_VALUE));
      }
    }
  }

  /** The tokenizer's file; it need not exist. */
  public Path tokenizer() {
    return path.resolve("tokenizer.json");
  }

  /**
   * Reads all weights into the flat buffer of {@code spec}'s parameters. Names may lack their
   * leading {@code transformer.}, {@code model.} or {@code bert.}, or have one.
   *
   * @throws KleiberException naming each tensor that is missing, has another shape, or is unknown
   */
  public void readWeights(ModelSpec spec, Tensor values) {
    ParameterMap map = ParameterMap.of(spec);
    List<TensorMapping> layout = HuggingFaceFamily.of(config()).tensorNames(spec).mappings(spec);
    try (Weights tensors = Weights.open(path)) {
      Map<String, Safetensors.Entry> entries = tensors.entries();
      List<String> faults = new ArrayList<>();
      List<String> unused = new ArrayList<>(entries.keySet());
      unused.removeIf(name -> FolderNames.needNoPlace(name, spec));
      Map<TensorMapping, String> found = new LinkedHashMap<>();
      for (TensorMapping mapping : layout) {
        String name = FolderNames.find(entries.keySet(), mapping.name());
        if (name == null) {
          faults.add(mapping.name() + " is missing");
          continue;
        }
        unused.remove(name);
        int[] shape = entries.get(name).shape();
        if (!Arrays.equals(shape, mapping.shape())) {
          faults.add(
              name
                  + " has shape "
                  + Arrays.toString(shape)
                  + ", config.json asks for "
                  + Arrays.toString(mapping.shape()));
        }
        found.put(mapping, name);
      }
      unused.forEach(name -> faults.add(name + " belongs to no part of this architecture"));
      if (!faults.isEmpty()) {
        throw KleiberException.corrupt(
            tensors.source() + " does not fit its config.json:\n  " + String.join("\n  ", faults));
      }
      found.forEach(
          (mapping, name) -> {
            float[] part = mapping.reorder(tensors.read(name), false);
            long offset = map.get(mapping.parameter()).offset() + mapping.offset();
            values.write(offset, part, 0, part.length);
          });
    }
  }

  /**
   * A model's tensors under their Hugging Face names: parameters, or their gradients. Biases that
   * the family has and the model has not are zero, which is the same model.
   */
  public static Map<String, Safetensors.Values> toTensors(ModelSpec spec, Tensor flat) {
    ParameterMap map = ParameterMap.of(spec);
    HuggingFaceFamily family = HuggingFaceFamily.of(spec);
    Map<String, Safetensors.Values> tensors = new LinkedHashMap<>();
    ModelSpec complete = family.complete(spec);
    for (TensorMapping mapping : family.tensorNames(complete).mappings(complete)) {
      float[] part = new float[mapping.rows() * Math.max(1, mapping.columns())];
      if (map.contains(mapping.parameter())) {
        flat.read(map.get(mapping.parameter()).offset() + mapping.offset(), part, 0, part.length);
      }
      tensors.put(
          mapping.name(), new Safetensors.Values(mapping.shape(), mapping.reorder(part, true)));
    }
    return tensors;
  }

  /**
   * Writes the folder.
   *
   * @param tokenizer content of tokenizer.json, or null
   */
  public void write(ModelSpec spec, Tensor values, byte[] tokenizer) {
    HuggingFaceFamily family = HuggingFaceFamily.of(spec);
    try {
      Files.createDirectories(path);
      Files.writeString(path.resolve("config.json"), config(spec, family).toPrettyString() + "\n");
      Safetensors.write(Weights.single(path), toTensors(spec, values));
      if (tokenizer != null) {
        Files.write(tokenizer(), tokenizer);
      }
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + path + ": " + IoReason.of(e), e);
    }
  }

  private static ObjectNode config(ModelSpec spec, HuggingFaceFamily family) {
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("model_type", family.modelType());
    family.write(spec, config);
    if (spec.init() instanceof Init.Normal normal) {
      config.put("initializer_range", normal.std());
    }
    if (spec.head().zLoss() > 0) {
      config.put("z_loss", spec.head().zLoss());
    }
    return config.put("tie_word_embeddings", spec.head().tied()).put("torch_dtype", "float32");
  }
}
