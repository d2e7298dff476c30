package kleiber.lm.interchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.interchange.family.HuggingFaceConfig;
import kleiber.lm.interchange.family.HuggingFaceFamily;
import kleiber.lm.interchange.family.TensorMapping;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.tokenizer.TokenizerFiles;

/**
 * A Hugging Face model folder: {@code config.json}, {@code model.safetensors} in one file or in
 * many, {@code generation_config.json}, and the tokenizer's files where there is text.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {
  /**
   * The architecture.
   *
   * @throws KleiberException when config.json describes none, when there are no weights, or when it
   *     asks for more than they hold: a claim is not believed without them
   */
  public ModelSpec readSpec() {
    ModelSpec spec = claimedSpec();
    requireRoom(spec);
    return spec;
  }

  /** The architecture that config.json describes, whether or not there are weights. */
  ModelSpec claimedSpec() {
    HuggingFaceConfig config = config();
    config.section("pruned_heads").requireOnly(List.of());
    try {
      return HuggingFaceFamily.of(config).read(config);
    } catch (IllegalArgumentException e) {
      throw config.impossible(e);
    }
  }

  private HuggingFaceConfig config() {
    return HuggingFaceConfig.read(path.resolve("config.json"));
  }

  /** Before memory is asked for: the file must be able to hold what the configuration claims. */
  private void requireRoom(ModelSpec spec) {
    try (Weights tensors = Weights.open(path)) {
      long params = ModelSize.params(spec);
      long held = tensors.held();
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
                  + Shown.value(Arrays.toString(shape))
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
      zeroOthers(map, layout, values);
      found.forEach(
          (mapping, name) -> {
            float[] part = mapping.reorder(tensors.read(name), false);
            long offset = map.get(mapping.parameter()).offset() + mapping.offset();
            values.write(offset, part, 0, part.length);
          });
    }
  }

  /** Parameters that a family has no place for are zero. */
  private static void zeroOthers(ParameterMap map, List<TensorMapping> layout, Tensor values) {
    Set<String> held = layout.stream().map(TensorMapping::parameter).collect(Collectors.toSet());
    for (Parameter parameter : map.parameters()) {
      if (!held.contains(parameter.name())) {
        int size = Math.toIntExact(parameter.size());
        values.write(parameter.offset(), new float[size], 0, size);
      }
    }
  }

  /**
   * A model's tensors under their Hugging Face names: parameters, or their gradients. Biases that
   * the family has and the model has not are zero, which is the same model.
   */
  public static Map<String, Safetensors.Values> toTensors(ModelSpec spec, Tensor flat) {
    ParameterMap map = ParameterMap.of(spec);
    return toTensors(
        spec,
        (mapping, part) -> {
          if (map.contains(mapping.parameter())) {
            long offset = map.get(mapping.parameter()).offset() + mapping.offset();
            flat.read(offset, part, 0, part.length);
          }
        });
  }

  /** The same of all parameters of an architecture that has all biases. */
  static Map<String, Safetensors.Values> toTensors(ModelSpec spec, float[] flat) {
    ParameterMap map = ParameterMap.of(spec);
    return toTensors(
        spec,
        (mapping, part) -> {
          long offset = map.get(mapping.parameter()).offset() + mapping.offset();
          System.arraycopy(flat, Math.toIntExact(offset), part, 0, part.length);
        });
  }

  private static Map<String, Safetensors.Values> toTensors(
      ModelSpec spec, BiConsumer<TensorMapping, float[]> source) {
    HuggingFaceFamily family = HuggingFaceFamily.of(spec);
    Map<String, Safetensors.Values> tensors = new LinkedHashMap<>();
    ModelSpec complete = family.complete(spec);
    for (TensorMapping mapping : family.tensorNames(complete).mappings(complete)) {
      float[] part = new float[mapping.rows() * Math.max(1, mapping.columns())];
      source.accept(mapping, part);
      tensors.put(
          mapping.name(), new Safetensors.Values(mapping.shape(), mapping.reorder(part, true)));
    }
    return tensors;
  }

  /**
   * Writes the folder.
   *
   * @param tokenizer null where tokens stand for no text
   * @return what a reader should know, in sentences
   * @throws KleiberException when no family has the architecture, naming the keys that stand in the
   *     way
   */
  public List<String> write(ModelSpec spec, Tensor values, TokenizerFiles tokenizer) {
    return new FolderWriter(path, spec, tokenizer).write(values);
  }
}
