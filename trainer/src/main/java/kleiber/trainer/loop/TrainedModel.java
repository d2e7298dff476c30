package kleiber.trainer.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.checkpoint.Checkpoint;
import kleiber.trainer.checkpoint.CheckpointStore;
import kleiber.trainer.data.Tokenizer;
import kleiber.trainer.data.TokenizerJson;
import kleiber.trainer.interchange.ModelFolder;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.tensor.Tensor;

/**
 * A model on disk: the newest checkpoint of a run folder, or a Hugging Face folder.
 *
 * @param path the folder
 * @param spec its architecture
 * @param checkpoint where the weights are, null for a Hugging Face folder
 */
public record TrainedModel(Path path, ModelSpec spec, Checkpoint checkpoint) {
  /** The part of a checkpoint that holds the weights. */
  static final String WEIGHTS = "weights.bin";

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
    try {
      ModelSpec spec = ModelSpecJson.read(checkpoint.state().path("model"));
      return new TrainedModel(path, spec, checkpoint);
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(
          checkpoint.folder() + "/state.json describes no model: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads the weights into a flat buffer of this architecture's parameters. */
  public void readWeights(Tensor values) {
    if (checkpoint == null) {
      new ModelFolder(path).readWeights(spec, values);
      return;
    }
    checkpoint.read(WEIGHTS, values);
  }

  /** The content of its tokenizer.json, or null where there is none. */
  public byte[] tokenizerJson() {
    Path file = path.resolve("tokenizer.json");
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Its tokenizer. */
  public Tokenizer tokenizer() {
    Path file = path.resolve("tokenizer.json");
    if (!Files.exists(file)) {
      throw KleiberException.usage(path + " has no tokenizer.json, so text means nothing to it");
    }
    return TokenizerJson.read(file);
  }
}
