package kleiber.lm.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.core.schema.Key;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.checkpoint.Checkpoint;
import kleiber.lm.checkpoint.CheckpointStore;
import kleiber.lm.interchange.ModelFolder;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.lm.tokenizer.TokenizerFiles;
import kleiber.lm.tokenizer.TokenizerJson;
import kleiber.record.RunDirectory;

/**
 * A model on disk: the newest checkpoint of a run folder, or a Hugging Face folder.
 *
 * @param path the folder
 * @param spec its architecture
 * @param checkpoint where the weights are, null for a Hugging Face folder
 */
public record TrainedModel(Path path, ModelSpec spec, Checkpoint checkpoint) {
  /** The part of a checkpoint that holds the weights. */
  public static final String WEIGHTS = "weights.bin";

  /** Finds out what is in {@code path}. */
  public static TrainedModel open(Path path, Consumer<String> warnings) {
    RunDirectory run = new RunDirectory(path);
    if (Files.exists(path.resolve("config.json"))) {
      return new TrainedModel(path, new ModelFolder(path).readSpec(), null);
    }
    if (!run.exists()) {
      throw KleiberException.usage(
          path + " is neither a run folder (resolved.json) nor a model folder (config.json)");
    }
    Checkpoint checkpoint =
        new CheckpointStore(run.checkpoints(), 1, warnings)
            .newest()
            .orElseThrow(
                () ->
                    KleiberException.usage(
                        path
                            + " has no checkpoint yet; wait for one, or train with"
                            + " --set checkpoint.every=N"));
    ModelSpec spec = ModelSpecJson.read(checkpoint);
    checkpoint.requireFloats(WEIGHTS, ModelSize.params(spec));
    return new TrainedModel(path, spec, checkpoint);
  }

  /**
   * Reads the weights into a flat buffer of this architecture's parameters.
   *
   * @throws KleiberException when they are not there, of another architecture, or not numbers
   */
  public void readWeights(Tensor values) {
    if (checkpoint == null) {
      new ModelFolder(path).readWeights(spec, values);
    } else {
      checkpoint.read(WEIGHTS, values);
    }
    long bad = values.countNonFinite();
    if (bad > 0) {
      throw KleiberException.corrupt(
          String.format(
              Locale.ROOT,
              "%s: %,d of its %,d weights are NaN or infinite, so it computes nothing; take another"
                  + " model, or train it again with a lower optimizer.lr",
              checkpoint == null ? path : checkpoint.folder(),
              bad,
              values.size()));
    }
  }

  /** Its tokenizer with the tokens that its objective added, null where there is none. */
  public TokenizerFiles completeTokenizer() {
    Path file = TokenizerFiles.in(path);
    if (!Files.exists(file)) {
      return null;
    }
    TokenizerFiles files = TokenizerJson.read(file).files();
    return checkpoint == null ? files : objective().complete(files);
  }

  private ObjectiveSpec objective() {
    RunDirectory run = new RunDirectory(path);
    JsonNode resolved = run.readResolved().orElseThrow();
    ConfigValues values = new ConfigValues();
    resolved
        .path("values")
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().startsWith("objective.")) {
                JsonNode node = field.getValue().path("value");
                String value = node.isNull() ? null : node.asText();
                values.apply(run.resolved().toString(), new Edit(field.getKey(), value));
              }
            });
    return ConfigBinder.bind(values, Learned.class).config().objective();
  }

  /** The part of a run's configuration that says what the model learned. */
  private record Learned(@Key(doc = "", value = "causal") ObjectiveSpec objective) {}

  /**
   * Its tokenizer.
   *
   * @throws KleiberException when there is none, or one of more kinds than the model knows
   */
  public Tokenizer tokenizer() {
    Path file = TokenizerFiles.in(path);
    if (!Files.exists(file)) {
      throw KleiberException.usage(path + " has no tokenizer.json, so text means nothing to it");
    }
    Tokenizer tokenizer = TokenizerJson.read(file);
    if (tokenizer.vocabulary() > spec.vocabulary()) {
      throw KleiberException.usage(
          path
              + " has a tokenizer of "
              + tokenizer.vocabulary()
              + " kinds for a model that knows "
              + spec.vocabulary()
              + "; it needs the tokenizer that it was trained with");
    }
    return tokenizer;
  }
}
