package kleiber.lm.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.core.Count;
import kleiber.core.Digests;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.data.Dataset;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.data.TokenBatches;
import kleiber.lm.data.Tokens;
import kleiber.lm.objective.Objective;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.objective.TrainingExamples;
import kleiber.lm.objective.ValidationExamples;
import kleiber.lm.tokenizer.Tokenizer;

/**
 * The data of a run, ready to be drawn from.
 *
 * @param train training sequences
 * @param validation validation sequences, null where there are none
 * @param vocabulary token kinds
 * @param uniqueTokens tokens of one epoch
 * @param bytesPerToken of the validation text, 0 where there is no text or not all of it is
 *     predicted
 * @param entropyNats entropy rate of the source, NaN where unknown
 * @param tokenizer null where there is no text
 * @param digest SHA-256 of the tokens of both splits, or of the file of token batches
 */
public record RunData(
    SequenceSource train,
    SequenceSource validation,
    int vocabulary,
    long uniqueTokens,
    double bytesPerToken,
    double entropyNats,
    Tokenizer tokenizer,
    String digest) {

  /** What each sequence holds. */
  public BatchLayout layout() {
    return train.layout();
  }

  /** Opens what {@code config} asks for, preparing tokens if need be. */
  public static RunData open(TrainConfig config, DatasetCache cache) {
    TrainConfig.DataConfig data = config.data();
    if (data.corpus() instanceof CorpusSpec.Batches batches) {
      return ofBatches(batches.file(), config);
    }
    Dataset dataset =
        cache.open(data.corpus(), data.tokenizer(), data.validationFraction(), data.splitSeed());
    Objective training = objective(config, dataset, dataset.train());
    return new RunData(
        new TrainingExamples(dataset.train(), training, data.sampling(), config.seed()),
        data.validationFraction() == 0 ? null : validation(config, dataset),
        dataset.vocabulary() + config.objective().addedTokens(),
        dataset.train().size(),
        config.objective() instanceof ObjectiveSpec.Causal ? dataset.bytesPerToken() : 0,
        dataset.entropyNats(),
        dataset.tokenizer(),
        dataset.digest());
  }

  /** The validation split, in which there must be something to predict. */
  private static SequenceSource validation(TrainConfig config, Dataset dataset) {
    Tokens tokens = dataset.validation();
    if (tokens.size() > 1) {
      SequenceSource examples = new ValidationExamples(tokens, objective(config, dataset, tokens));
      Batch batch = new Batch(examples.layout(), 1);
      for (long i = 0; i < examples.sequencesPerEpoch(); i++) {
        examples.read(i, batch, 0);
        if (batch.targetCount(Field.TARGETS) > 0) {
          return examples;
        }
      }
    }
    throw KleiberException.usage(
        "nothing is to be predicted in the validation split of "
            + Count.of(tokens.size(), "token")
            + "; give more text or a larger data.validationFraction (0 trains without"
            + " measuring a loss)");
  }

  private static Objective objective(TrainConfig config, Dataset dataset, Tokens split) {
    try {
      return config
          .objective()
          .bind(config.model().context(), split, dataset.vocabulary(), dataset.tokenizer());
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(e.getMessage(), e);
    }
  }

  private static RunData ofBatches(Path file, TrainConfig config) {
    TokenBatches batches = TokenBatches.read(file);
    for (Field field : List.of(Field.TOKENS, Field.SOURCE)) {
      int length = batches.layout().columns(field);
      if (length > config.model().context()) {
        throw KleiberException.usage(
            file
                + ": the batches have "
                + length
                + " positions"
                + (field == Field.SOURCE ? " for the encoder" : "")
                + ", more than model.context = "
                + config.model().context()
                + "; raise model.context");
      }
    }
    if (batches.sequences() != config.batch().sequences()) {
      throw KleiberException.usage(
          file
              + ": the batches have "
              + batches.sequences()
              + " sequences each; set batch.sequences to that, not "
              + config.batch().sequences());
    }
    batches.requireTargets();
    return new RunData(
        batches,
        null,
        batches.maxToken() + 1,
        batches.sequencesPerEpoch() * batches.layout().tokens(),
        0,
        Double.NaN,
        null,
        digest(file));
  }

  private static String digest(Path file) {
    try {
      return Digests.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }
}
