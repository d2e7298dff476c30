package kleiber.trainer.interchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.KleiberException;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.tensor.Tensor;

/**
 * A Hugging Face model folder: {@code config.json}, {@code model.safetensors}, and {@code
 * tokenizer.json} where there is one.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {
  private static final List<String> PREFIXES = List.of("transformer.", "model.");

  /** The architecture. */
  public ModelSpec readSpec() {
    return HuggingFaceConfig.read(path.resolve("config.json"));
  }

  /** The tokenizer's file; it need not exist. */
  public Path tokenizer() {
    return path.resolve("tokenizer.json");
  }

  /**
   * Reads all weights into the flat buffer of {@code spec}'s parameters. Names may lack their
   * leading {@code transformer.} or {@code model.}.
   *
   * @throws KleiberException naming each tensor that is missing, has another shape, or is unknown
   */
  public void readWeights(ModelSpec spec, Tensor values) {
    ParameterMap map = ParameterMap.of(spec);
    List<TensorMapping> layout = HuggingFaceLayout.of(spec, HuggingFaceLayout.Family.of(spec));
    Path file = path.resolve("model.safetensors");
    try (Safetensors tensors = Safetensors.open(file)) {
      List<String> faults = new ArrayList<>();
      List<String> unused = new ArrayList<>(tensors.entries().keySet());
      unused.removeIf(name -> isDerived(name, spec));
      Map<TensorMapping, String> found = new LinkedHashMap<>();
      for (TensorMapping mapping : layout) {
        String name = find(tensors, mapping.name());
        if (name == null) {
          faults.add(mapping.name() + " is missing");
          continue;
        }
        unused.remove(name);
        int[] shape = tensors.entries().get(name).shape();
        if (!java.util.Arrays.equals(shape, mapping.shape())) {
          faults.add(
              name
                  + " has shape "
                  + java.util.Arrays.toString(shape)
                  + ", config.json asks for "
                  + java.util.Arrays.toString(mapping.shape()));
        }
        found.put(mapping, name);
      }
      unused.forEach(name -> faults.add(name + " belongs to no part of this architecture"));
      if (!faults.isEmpty()) {
        throw KleiberException.corrupt(
            file + " does not fit its config.json:\n  " + String.join("\n  ", faults));
      }
      found.forEach(
          (mapping, name) -> {
            float[] part = mapping.reorder(tensors.read(name), false);
            long offset = map.get(mapping.parameter()).offset() + mapping.offset();
            values.write(offset, part, 0, part.length);
          });
    }
  }

  private static String find(Safetensors tensors, String name) {
    if (tensors.entries().containsKey(name)) {
      return name;
    }
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)
          && tensors.entries().containsKey(name.substring(prefix.length()))) {
        return name.substring(prefix.length());
      }
    }
    return null;
  }

  /** Tensors that folders may hold although they follow from others: tied heads, masks, tables. */
  private static boolean isDerived(String name, ModelSpec spec) {
    return spec.tied() && name.endsWith("lm_head.weight")
        || name.endsWith(".attn.bias")
        || name.endsWith(".attn.masked_bias")
        || name.endsWith("rotary_emb.inv_freq");
  }

  /**
   * A model's tensors under their Hugging Face names: parameters, or their gradients. Biases that
   * the family has and the model has not are zero, which is the same model.
   */
  public static Map<String, Safetensors.Values> toTensors(ModelSpec spec, Tensor flat) {
    ParameterMap map = ParameterMap.of(spec);
    Map<String, Safetensors.Values> tensors = new LinkedHashMap<>();
    for (TensorMapping mapping : HuggingFaceLayout.complete(spec)) {
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
    HuggingFaceLayout.Family family = HuggingFaceLayout.Family.of(spec);
    try {
      Files.createDirectories(path);
      Files.writeString(
          path.resolve("config.json"),
          HuggingFaceConfig.write(spec, family).toPrettyString() + "\n");
      Safetensors.write(path.resolve("model.safetensors"), toTensors(spec, values));
      if (tokenizer != null) {
        Files.write(tokenizer(), tokenizer);
      }
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + path + ": " + e.getMessage(), e);
    }
  }
}
