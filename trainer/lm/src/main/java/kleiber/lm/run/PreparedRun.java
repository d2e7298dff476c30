package kleiber.lm.run;

import java.util.Locale;
import kleiber.core.Digests;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.Resolved;
import kleiber.core.schema.YamlName;
import kleiber.engine.backend.Backends;
import kleiber.lm.batch.IndexRanges;
import kleiber.lm.config.Identity;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.TokenBatches;
import kleiber.lm.model.InputRanges;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.training.RunData;
import kleiber.record.Basis;

/**
 * A run that could begin: its data are open and what it will compute with is chosen, so it is known
 * what it is.
 *
 * @param config what was asked for
 * @param identity what that is, here and with these data
 * @param data ready to be drawn from
 * @param spec of the model
 * @param size of the model, for sequences of these data
 * @param selection of the backend, which is not open yet
 */
public record PreparedRun(
    TrainConfig config,
    Identity identity,
    RunData data,
    ModelSpec spec,
    ModelSize size,
    Backends.Selection selection) {
  private static final long MOST_TOKENS_PER_STEP = 1 << 26;

  /** Opens the data, preparing tokens if need be, and chooses a backend. */
  public static PreparedRun of(ConfigBinder.Bound<TrainConfig> bound, DatasetCache cache) {
    TrainConfig config = bound.config();
    RunData data = RunData.open(config, cache);
    ModelSpec spec = spec(config, data);
    requireHeap(config, data);
    IndexRanges ranges = InputRanges.of(spec, data.layout());
    if (data.train() instanceof TokenBatches batches) {
      batches.require(ranges);
    }
    Backends.Selection selection =
        Backends.find()
            .select(config.backend(), config.precision(), config.threads(), spec.width());
    String tokenizer = data.tokenizer() == null ? null : Digests.of(data.tokenizer().toJson());
    Basis basis = basis(selection, config, data.digest(), data.uniqueTokens(), tokenizer);
    ModelSize size = ModelSize.of(spec, data.layout());
    Identity identity = new Identity(Resolved.of(bound), basis);
    return new PreparedRun(config, identity, data, spec, size, selection);
  }

  /** How long it is. */
  RunLength length() {
    return config.length(size, data.layout().tokens());
  }

  /** All batches of a step are in memory at once, as integers. */
  private static void requireHeap(TrainConfig config, RunData data) {
    long tokens = (long) config.batch().sequences() * data.layout().tokens();
    if (tokens > MOST_TOKENS_PER_STEP) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "batch.sequences: steps of %,d tokens are more than the %,d that are possible here;"
                  + " make it smaller",
              tokens,
              MOST_TOKENS_PER_STEP));
    }
  }

  /** What a run rests on that computes with {@code selection}. */
  public static Basis basis(
      Backends.Selection selection,
      TrainConfig config,
      String dataDigest,
      long trainTokens,
      String tokenizerDigest) {
    return new Basis(
        dataDigest,
        trainTokens,
        tokenizerDigest,
        selection.provider().name(),
        selection.precision().label(),
        selection.provider().lanes(selection.threads(), config.batch().microSequences()));
  }

  private static ModelSpec spec(TrainConfig config, RunData data) {
    ModelSpec spec = config.model().spec(data.vocabulary());
    if (!spec.family().takes(data.layout())) {
      throw KleiberException.usage(
          "model.family "
              + YamlName.of(config.model().family())
              + " is not trained on sequences of "
              + data.layout()
              + "; choose another family or other data");
    }
    return spec.withZLoss(config.optimizer().zLoss());
  }
}
