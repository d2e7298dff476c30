package kleiber.lm.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignJson;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.checkpoint.Checkpoint;
import kleiber.lm.checkpoint.CheckpointStore;
import kleiber.lm.checkpoint.TensorContent;
import kleiber.lm.config.TrainConfig.CheckpointConfig;
import kleiber.lm.inference.ModelSpecJson;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.training.TrainState;
import kleiber.lm.training.TrainingModel;
import kleiber.record.RunDirectory;
import kleiber.record.claim.HeldClaim;

/** A run's checkpoints: weights, the optimiser's state, and where the run stood. */
final class RunCheckpoints {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunDirectory directory;
  private final HeldClaim claim;
  private final CheckpointStore store;
  private final String hash;
  private final ModelSpec spec;
  private final TrainingModel training;

  /** What is saved and read, with the evaluated weights among the parameters. */
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * @param claim on the run's folder
   * @param hash the identity of the run's configuration
   * @param warn takes what is to be said of checkpoints that are passed over
   */
  RunCheckpoints(
      RunDirectory directory,
      HeldClaim claim,
      CheckpointConfig config,
      String hash,
      ModelSpec spec,
      TrainingModel training,
      Consumer<String> warn) {
    this.directory = directory;
    this.claim = claim;
    this.store =
        new CheckpointStore(directory.checkpoints(), config.keep(), Set.copyOf(config.at()), warn);
    this.hash = hash;
    this.spec = spec;
    this.training = training;
    tensors.put(TrainedModel.WEIGHTS, training.values());
    training.optimizerState().forEach((name, tensor) -> tensors.put(name + ".bin", tensor));
  }

  /** The newest that is whole. */
  Optional<Checkpoint> newest() {
    return store.newest();
  }

  /** What is not made of numbers, in words: nothing comes of a run that has it. */
  Optional<String> fault() {
    for (Map.Entry<String, Tensor> part : tensors.entrySet()) {
      long bad = part.getValue().countNonFinite();
      if (bad > 0) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d numbers of %s are NaN or infinite",
                bad,
                part.getValue().size(),
                part.getKey()));
      }
    }
    return Optional.empty();
  }

  void save(TrainState state) {
    claim.requireHeld();
    ObjectNode node = JSON.createObjectNode().put("run", hash);
    node.set("state", JSON.valueToTree(state));
    node.set("model", ModelSpecJson.write(spec));
    Map<String, CheckpointStore.Content> parts = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> parts.put(name, out -> TensorContent.write(tensor, out)));
    training.withEvaluatedWeights(
        () -> {
          store.save(state.step(), node, parts, claim::requireHeld);
          return null;
        });
  }

  /** Reads the tensors back, and returns where the run stood. */
  TrainState restore(Checkpoint checkpoint) {
    if (!checkpoint.state().path("run").asText().equals(hash)) {
      throw KleiberException.usage(
          directory.path()
              + " holds another run: its configuration differs; give the same configuration, or"
              + " choose another --out");
    }
    requireSameModel(checkpoint);
    training.withEvaluatedWeights(
        () -> {
          tensors.forEach(checkpoint::read);
          return null;
        });
    fault()
        .ifPresent(
            words -> {
              throw KleiberException.corrupt(
                  checkpoint.folder() + ": " + words + "; delete it to go on from the one before");
            });
    TrainState state =
        ForeignJson.bind(
            checkpoint.place("state"), checkpoint.state().path("state"), TrainState.class);
    if (state.step() != checkpoint.step()) {
      throw KleiberException.corrupt(
          checkpoint.place("state")
              + ".step is "
              + state.step()
              + ", but the checkpoint is of step "
              + checkpoint.step());
    }
    return state;
  }

  /** Another alphabet or tokenizer makes another model, even where such changes are allowed. */
  private void requireSameModel(Checkpoint checkpoint) {
    ModelSpec before = ModelSpecJson.read(checkpoint);
    if (!before.equals(spec)) {
      throw KleiberException.usage(
          checkpoint.folder()
              + " is of a model of "
              + before.vocabulary()
              + " kinds of tokens, and the data have "
              + spec.vocabulary()
              + " now or ask for another model; go back to the text and tokenizer that it began"
              + " with, or choose another --out");
    }
  }
}
