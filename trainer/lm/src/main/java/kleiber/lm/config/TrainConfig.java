package kleiber.lm.config;

import java.util.List;
import kleiber.core.FolderName;
import kleiber.core.schema.Key;
import kleiber.core.schema.YamlName;
import kleiber.lm.config.ModelConfig.FamilyName;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.data.Sampling;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.tokenizer.TokenizerSpec;

/** Everything that decides a training run. Only what differs from the defaults need be given. */
public record TrainConfig(
    @Key(doc = "Name of the run, part of its folder's name.", value = "run", identity = false)
        String name,
    @Key(doc = "Seed of every random stream.", value = "1", min = 0) long seed,
    ModelConfig model,
    DataConfig data,
    @Key(doc = "What the model learns to predict.", value = "causal") ObjectiveSpec objective,
    BatchConfig batch,
    HorizonConfig horizon,
    @Key(doc = "How parameters follow their gradients.", value = "adamw") OptimizerSpec optimizer,
    @Key(doc = "Learning-rate schedule.", value = "cosine") LrSchedule schedule,
    EvalConfig eval,
    CheckpointConfig checkpoint,
    LogConfig log,
    @Key(doc = "auto, cuda, cpu, nd4j or torch.", value = "auto") String backend,
    @Key(doc = "auto, fp32, bf16, or tf32 on GPUs.", value = "auto") String precision,
    @Key(doc = "Processor threads; 0 for all.", value = "0", min = 0) int threads) {

  /**
   * Refuses a name that is no folder's, an objective that another family of models is for, a rate
   * for a head that is the embedding, and µP for an optimiser of other rates.
   */
  public TrainConfig {
    FolderName.require("name", name);
    if (model.tied() && optimizer.rates().head() != 1) {
      throw new IllegalArgumentException(
          "optimizer.rates.head is for an output head of its own, and here it is the embedding;"
              + " set model.tied to false, or give optimizer.rates.embedding");
    }
    if (model.parametrisation() instanceof ParametrisationConfig.Mup && !optimizer.stepsAsAdam()) {
      throw new IllegalArgumentException(
          "model.parametrisation.kind mup has the rates of optimisers whose steps are as Adam's,"
              + " and optimizer.kind "
              + YamlName.of(optimizer.getClass())
              + " is none; choose adamw, or parametrisation standard");
    }
    if (log.noiseScale() > 0 && batch.schedule().unit(batch.sequences()) < 2) {
      throw new IllegalArgumentException(
          "log.noiseScale compares half of a step's sequences with all of them, and a step may have"
              + " one; set batch.sequences to 2 or more, or log.noiseScale to 0");
    }
    if (log.norms() > 0 && model.family() != FamilyName.DECODER) {
      throw new IllegalArgumentException(
          "log.norms looks into decoders alone, and model.family is "
              + YamlName.of(model.family())
              + "; set log.norms to 0");
    }
    FamilyName wanted =
        objective instanceof ObjectiveSpec.Masked
            ? FamilyName.ENCODER
            : objective instanceof ObjectiveSpec.Spans
                ? FamilyName.ENCODER_DECODER
                : FamilyName.DECODER;
    if (model.family() != wanted && !(data.corpus() instanceof CorpusSpec.Batches)) {
      throw new IllegalArgumentException(
          "objective.kind causal needs model.family decoder, masked needs encoder, spans needs"
              + " encoder-decoder; model.family is "
              + YamlName.of(model.family()));
    }
  }

  /**
   * How long the run is.
   *
   * @param length tokens of a sequence
   */
  public RunLength length(ModelSize size, int length) {
    return horizon.steps() > 0
        ? RunLength.ofSteps(horizon.steps(), batch, length)
        : RunLength.ofTokens(horizon.wantedTokens(size), batch, length);
  }

  /**
   * The learning rate of a step as a fraction of the peak.
   *
   * @param step the step, counted from 1
   * @param tokens training tokens seen, those of the step included
   * @param run how long the run is
   */
  public double lrFraction(long step, long tokens, RunLength run) {
    return schedule.isByTokens()
        ? schedule.fraction(tokens, run.tokens())
        : schedule.fraction(step, run.steps());
  }

  /** The {@code data} group. */
  public record DataConfig(
      @Key(doc = "Where the text comes from.", value = "wordnet") CorpusSpec corpus,
      @Key(doc = "How text becomes tokens.", value = "bytes") TokenizerSpec tokenizer,
      @Key(
              doc =
                  "Fraction of the text held out for validation: whole documents or, where fewer"
                      + " than 4 would fall to either split, the end of each. 0 for none, and no"
                      + " loss is measured then.",
              value = "0.1",
              min = 0,
              max = 0.9)
          double validationFraction,
      @Key(
              doc =
                  "epoch: every window once an epoch in a seeded order; random: independent"
                      + " uniform offsets, as nanoGPT does.",
              value = "epoch")
          Sampling sampling,
      @Key(
              doc =
                  "Seed that decides which documents are held out; apart from seed, so that runs"
                      + " of several seeds are judged on one validation split.",
              value = "1",
              min = 0)
          long splitSeed) {}

  /** The {@code eval} group. */
  public record EvalConfig(
      @Key(doc = "Steps between evaluations; 0 for the end only.", value = "0", min = 0) long every,
      @Key(
              doc =
                  "Batches of the validation split a time, spread evenly over it; 0 for all of it.",
              value = "0",
              min = 0)
          int batches,
      @Key(
              doc =
                  "Batches of it at the end of a run, spread evenly; 0 for all of it, -1 for all of"
                      + " it up to 4,194,304 tokens, the same ones for every batch size.",
              value = "-1",
              min = -1)
          int finalBatches) {
    private static final long FINAL_TOKENS = 1 << 22;

    /**
     * Sequences that an evaluation is over.
     *
     * @param all sequences of the validation split
     * @param perBatch sequences of a batch
     * @param length tokens of a sequence
     * @param end whether it is the run's last
     */
    public long sequences(long all, int perBatch, int length, boolean end) {
      int limit = end ? finalBatches : batches;
      long wanted =
          limit < 0
              ? Math.max(1, FINAL_TOKENS / length)
              : limit == 0 ? all : (long) limit * perBatch;
      return Math.min(all, wanted);
    }
  }

  /** The {@code checkpoint} group. */
  public record CheckpointConfig(
      @Key(
              doc = "Steps between checkpoints; 0 for the end only.",
              value = "500",
              min = 0,
              identity = false)
          long every,
      @Key(doc = "Checkpoints kept.", value = "2", min = 1, identity = false) int keep,
      @Key(
              doc =
                  "Steps after which a checkpoint is also written and kept, for other runs to"
                      + " branch from.",
              value = "",
              identity = false)
          List<Long> at) {}

  /** The {@code log} group. */
  public record LogConfig(
      @Key(doc = "Steps between logged steps.", value = "10", min = 1, identity = false) long every,
      @Key(doc = "Whether TensorBoard files are written.", value = "true", identity = false)
          boolean tensorboard,
      @Key(
              doc =
                  "Steps between measurements of the gradient noise scale, each one more pass over"
                      + " the step's batch; 0 for none. Nothing that is trained depends on it.",
              value = "0",
              min = 0,
              identity = false)
          long noiseScale,
      @Key(
              doc =
                  "Steps between measurements of attention logits, activations, gradients and"
                      + " updates inside a decoder; 0 for none. Nothing that is trained depends on"
                      + " it.",
              value = "0",
              min = 0,
              identity = false)
          long norms) {}
}
