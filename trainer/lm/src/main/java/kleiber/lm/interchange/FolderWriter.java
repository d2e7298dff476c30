package kleiber.lm.interchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.WorkFolder;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.interchange.family.HuggingFaceFamily;
import kleiber.lm.interchange.family.T5Family;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.tokenizer.TokenRole;
import kleiber.lm.tokenizer.TokenizerFiles;

/** Writes one model as a Hugging Face folder, whole or not at all. */
final class FolderWriter {
  /** Roles whose tokens per model's configuration names by their numbers. */
  private static final List<TokenRole> NUMBERED =
      List.of(TokenRole.BEGINNING, TokenRole.END, TokenRole.PADDING);

  private final Path folder;
  private final ModelSpec trained;

  /** What is written: the same without what no family has. */
  private final ModelSpec spec;

  private final HuggingFaceFamily family;
  private final TokenizerFiles tokenizer;

  /**
   * @param tokenizer null where tokens stand for no text
   * @throws KleiberException when no family has the architecture
   */
  FolderWriter(Path folder, ModelSpec trained, TokenizerFiles tokenizer) {
    this.folder = folder;
    this.trained = trained;
    this.spec = StandardForm.of(trained);
    this.family = HuggingFaceFamily.of(spec);
    this.tokenizer = tokenizer == null ? null : usual(tokenizer);
  }

  /** A decoder that saw its end token between texts begins with it; padding may be any token. */
  private TokenizerFiles usual(TokenizerFiles tokenizer) {
    String end = tokenizer.roles().get(TokenRole.END);
    if (end == null) {
      return tokenizer;
    }
    TokenizerFiles padded = withDefault(tokenizer, TokenRole.PADDING, end);
    return spec.family() instanceof ModelSpec.Family.Decoder
        ? withDefault(padded, TokenRole.BEGINNING, end)
        : padded;
  }

  private static TokenizerFiles withDefault(TokenizerFiles files, TokenRole role, String text) {
    return files.roles().containsKey(role) ? files : files.with(role, text);
  }

  /**
   * Writes all files.
   *
   * @return what a reader should know, in sentences
   */
  List<String> write(Tensor values) {
    if (tokenizer != null && tokenizer.vocabulary() > spec.vocabulary()) {
      throw KleiberException.corrupt(
          "the tokenizer has "
              + tokenizer.vocabulary()
              + " tokens, the model only "
              + spec.vocabulary());
    }
    Path target = ExportTarget.of(folder);
    try (WorkFolder work = WorkFolder.beside(target, "kleiber-export-")) {
      write(work.path(), values);
      work.replace(target);
    } catch (IOException e) {
      throw KleiberException.failure("cannot write " + folder + ": " + IoReason.of(e), e);
    }
    return notes();
  }

  private void write(Path work, Tensor values) throws IOException {
    Safetensors.write(Weights.single(work), ModelFolder.toTensors(complete(), all(values)));
    if (tokenizer != null) {
      for (Map.Entry<String, byte[]> file : tokenizer.contents(spec.context()).entrySet()) {
        Files.write(work.resolve(file.getKey()), file.getValue());
      }
    }
    Files.writeString(work.resolve("generation_config.json"), text(generation()));
    Files.writeString(work.resolve("config.json"), text(config()));
  }

  private static String text(ObjectNode content) {
    return content.toPrettyString() + "\n";
  }

  private ModelSpec complete() {
    return family.complete(spec);
  }

  /** The parameters as the family has them; biases that only it has are zero. */
  private float[] all(Tensor values) {
    ParameterMap map = ParameterMap.of(spec);
    ParameterMap complete = ParameterMap.of(complete());
    float[] all = new float[Math.toIntExact(complete.size())];
    for (Parameter parameter : map.parameters()) {
      int to = Math.toIntExact(complete.get(parameter.name()).offset());
      values.read(parameter.offset(), all, to, Math.toIntExact(parameter.size()));
    }
    StandardForm.express(family.complete(trained), all);
    family.express(complete(), all);
    return all;
  }

  private ObjectNode config() {
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("model_type", family.modelType());
    family.write(spec, config);
    if (spec.init() instanceof Init.Normal normal) {
      config.put("initializer_range", normal.std());
    }
    if (spec.head().zLoss() > 0) {
      config.put("z_loss", spec.head().zLoss());
    }
    putIds(config);
    return config.put("tie_word_embeddings", spec.head().tied()).put("torch_dtype", "float32");
  }

  /** Text is drawn until it ends, or fills the context. */
  private ObjectNode generation() {
    ObjectNode generation = new ObjectMapper().createObjectNode();
    putIds(generation);
    if (spec.family() instanceof ModelSpec.Family.EncoderDecoder) {
      generation.put(T5Family.START, 0);
    }
    return generation.put("max_length", spec.context());
  }

  /** Null where there is no such token: left out, it would be the family's own, a wrong one. */
  private void putIds(ObjectNode node) {
    for (TokenRole role : NUMBERED) {
      OptionalInt id = tokenizer == null ? OptionalInt.empty() : tokenizer.id(role);
      node.put(role.idKey(), id.isPresent() ? (Integer) id.getAsInt() : null);
    }
    if (tokenizer == null && spec.family() instanceof ModelSpec.Family.EncoderDecoder) {
      // Where labels are ignored T5 must feed its decoder something.
      node.put(TokenRole.PADDING.idKey(), 0);
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!family.isKnownToTransformers()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "transformers does not know model_type %s and cannot load this folder; Kleiber can,"
                  + " and its names and shapes are described in docs/export.md",
              family.modelType()));
    }
    DropoutRates kept = new ModelFolder(folder).claimedSpec().dropout();
    DropoutRates ours = spec.dropout();
    addLost(notes, "dropout", ours.residual(), kept.residual());
    addLost(notes, "embeddingDropout", ours.embedding(), kept.embedding());
    addLost(notes, "attentionDropout", ours.attention(), kept.attention());
    addLost(notes, "mlpDropout", ours.hidden(), kept.hidden());
    return notes;
  }

  private void addLost(List<String> notes, String key, double ours, double theirs) {
    if (ours != theirs) {
      notes.add(
          String.format(
              Locale.ROOT,
              "a %s folder has %s for model.%s, which was %s; this matters only to those who train"
                  + " the model further",
              family.modelType(),
              theirs,
              key,
              ours));
    }
  }
}
