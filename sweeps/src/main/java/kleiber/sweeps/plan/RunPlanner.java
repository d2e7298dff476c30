package kleiber.sweeps.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.Rule;
import kleiber.sweeps.spec.RuleLaw;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.spec.SweepSpec;
import kleiber.sweeps.spec.TunedKey;
import kleiber.trainer.KleiberException;
import kleiber.trainer.Shown;
import kleiber.trainer.config.ModelConfig;
import kleiber.trainer.config.RunLength;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.loop.PreparedRun;
import kleiber.trainer.model.DecoderShape;
import kleiber.trainer.model.ModelSize;
import kleiber.trainer.runlog.Basis;
import kleiber.trainer.schema.ConfigBinder;
import kleiber.trainer.schema.ConfigValues;
import kleiber.trainer.tensor.Backends;

/** Turns a row of a design into a complete configuration: shape, horizon, then the rules. */
final class RunPlanner {
  private static final String ORIGIN = "sweep";
  private static final MathContext RULE_DIGITS = new MathContext(4);

  /** Groups of keys that a model's size depends on. */
  private static final Set<String> DECIDES_SIZE = Set.of("model", "data", "objective", "batch");

  /** Keys that the shape rule decides. */
  private static final Set<String> SHAPE = Set.of("model.layers", "model.width", "model.heads");

  private final SweepSpec spec;
  private final ConfigValues train;
  private final PlannedData data;
  private final RuleLaw lr;
  private final RuleLaw batchTokens;
  private final Backends backends = Backends.find();
  private final Shapes shapes;

  RunPlanner(SweepFile file, PlannedData data) {
    this.spec = file.spec();
    this.train = file.train();
    this.shapes = new Shapes(spec.rules().layers());
    this.data = data;
    this.lr = spec.rules().lr().law(TunedKey.LR, spec.count());
    this.batchTokens = spec.rules().batchTokens().law(TunedKey.BATCH, spec.count());
  }

  /**
   * Plans one run.
   *
   * @param tuned values that win over those of rules
   * @param wanted the sizes that are wanted beside its own
   */
  PlannedRun plan(
      Row row, Map<String, String> tuned, WantedSizes wanted, long seed, boolean holdout) {
    try {
      return complete(row, tuned, wanted, seed, holdout);
    } catch (KleiberException e) {
      throw KleiberException.usage(
          "the run " + Shown.value(row.values()) + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(
          "the run " + Shown.value(row.values()) + ": " + e.getMessage(), e);
    }
  }

  private PlannedRun complete(
      Row row, Map<String, String> tuned, WantedSizes wanted, long seed, boolean holdout) {
    ConfigValues values = train.copy();
    put(values, "threads", spec.threads().small());
    row.values()
        .forEach(
            (key, value) -> {
              if (!Row.WORDS.contains(key)) {
                values.put(key, value, ORIGIN);
              }
            });
    if (!row.values().containsKey("seed")) {
      put(values, "seed", seed);
    }
    tuned.forEach((key, value) -> values.put(key, value, ORIGIN));
    DataFacts facts;
    try {
      facts = data.of(bindForModel(values));
    } catch (KleiberException e) {
      return withoutData(row, values, holdout, e.getMessage());
    }
    shape(row, wanted, values, facts);
    horizon(row, values, facts);
    rules(tuned.keySet(), values, facts);
    RunSize size = size(values, facts);
    String name = RunName.of(row, tuned, size, spec);
    put(values, "name", name);
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    try {
      return PlannedRun.of(name, holdout, bound, basis(bound.config(), size, facts), size, null);
    } catch (KleiberException e) {
      return PlannedRun.of(name, holdout, bound, null, size, e.getMessage());
    }
  }

  /** Its worker will meet the same obstacle and say so in the run's own record. */
  private PlannedRun withoutData(Row row, ConfigValues values, boolean holdout, String obstacle) {
    for (String word : new String[] {Row.TOKENS, Row.TOKENS_PER_PARAM, Row.FLOPS}) {
      if (row.values().containsKey(word)) {
        values.put("horizon", null, ORIGIN).put("horizon." + word, row.values().get(word), ORIGIN);
      }
    }
    String name = "without-data";
    put(values, "name", name);
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    return PlannedRun.of(name, holdout, bound, null, null, obstacle);
  }

  /** What the run will rest on here and with these data. */
  private Basis basis(TrainConfig config, RunSize size, DataFacts data) {
    int width = size.model().width();
    Backends.Selection selection =
        backends.select(config.backend(), config.precision(), config.threads(), width);
    return PreparedRun.basis(
        selection, config, data.digest(), data.uniqueTokens(), data.tokenizerDigest());
  }

  private void shape(Row row, WantedSizes wanted, ConfigValues values, DataFacts data) {
    Object params = row.values().get(Row.PARAMS);
    if (params == null) {
      return;
    }
    Map<String, Object> model = new HashMap<>();
    values.entries().forEach((key, entry) -> model.put(key, entry.value()));
    model.keySet().removeIf(key -> !DECIDES_SIZE.contains(key.split("\\.", 2)[0]));
    model.keySet().removeAll(SHAPE);
    DecoderShape shape =
        shapes.of(WantedSizes.number(params), wanted.beside(row), model, sizes(values, data));
    put(values, shape);
  }

  /** N of shapes, binding no more than the model: thousands of shapes are looked at. */
  private ToDoubleFunction<DecoderShape> sizes(ConfigValues values, DataFacts data) {
    ConfigValues model = values.copy().extract("model", Path.of("model"));
    return candidate -> {
      put(model, "layers", candidate.layers());
      put(model, "width", candidate.width());
      put(model, "heads", candidate.heads());
      ModelConfig config = ConfigBinder.bind(model, ModelConfig.class).config();
      return spec.count().of(ModelSize.of(config.spec(data.vocabulary()), data.layout()));
    };
  }

  private void horizon(Row row, ConfigValues values, DataFacts data) {
    ModelSize size = modelSize(values, data);
    double tokens;
    if (row.values().containsKey(Row.TOKENS)) {
      tokens = number(Row.TOKENS, row.values().get(Row.TOKENS));
    } else if (row.values().containsKey(Row.TOKENS_PER_PARAM)) {
      tokens =
          number(Row.TOKENS_PER_PARAM, row.values().get(Row.TOKENS_PER_PARAM))
              * spec.count().of(size);
    } else if (row.values().containsKey(Row.FLOPS)) {
      tokens = number(Row.FLOPS, row.values().get(Row.FLOPS)) / spec.flops().perToken(size);
    } else {
      return;
    }
    if (!(tokens <= RunLength.MOST_TOKENS)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "asks for %.3g training tokens, and %.0e is the most; lower %s",
              tokens,
              RunLength.MOST_TOKENS,
              String.join(" or ", row.values().keySet())));
    }
    values.put("horizon", null, ORIGIN);
    put(values, "horizon.tokens", Math.max(1, Math.round(tokens)));
  }

  private void rules(Set<String> tuned, ConfigValues values, DataFacts data) {
    RunSize size = size(values, data);
    double params = spec.count().of(size.params());
    OptionalDouble rate = lr.at(params, params, size.tokens());
    if (rate.isPresent() && !tuned.contains(TunedKey.LR)) {
      double value = finite("rules.lr", params, rate.getAsDouble());
      BigDecimal rounded = new BigDecimal(value, RULE_DIGITS).stripTrailingZeros();
      values.put(TunedKey.LR, rounded.toPlainString(), ORIGIN);
    }
    OptionalDouble batch = batchTokens.at(size.tokens(), params, size.tokens());
    if (batch.isPresent() && !tuned.contains(TunedKey.BATCH)) {
      double wanted = finite("rules.batchTokens", size.tokens(), batch.getAsDouble());
      // A fit is of batch.sequences as runs.csv has it.
      boolean sequences = spec.rules().batchTokens() instanceof Rule.Fit;
      double tokens = sequences ? 1 : data.layout().tokens();
      put(values, TunedKey.BATCH, Math.max(1, Math.round(wanted / tokens)));
    }
    if (spec.rules().warmup() > 0) {
      long steps = size(values, data).steps();
      put(values, "schedule.warmupSteps", Math.round(spec.rules().warmup() * steps));
    }
    if (spec.threads().allAbove() > 0 && params > spec.threads().allAbove()) {
      put(values, "threads", 0);
    }
  }

  private static double finite(String rule, double at, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s at %.4g is %s: no number to train with", rule, at, value));
    }
    return value;
  }

  private static ModelSize modelSize(ConfigValues values, DataFacts data) {
    return ModelSize.of(bindForModel(values).model().spec(data.vocabulary()), data.layout());
  }

  private static RunSize size(ConfigValues values, DataFacts data) {
    return RunSize.of(ConfigBinder.bind(values, TrainConfig.class).config(), data);
  }

  /** Binds with any horizon, since the size of a model does not depend on it. */
  private static TrainConfig bindForModel(ConfigValues values) {
    ConfigValues copy = values.copy().put("horizon", null, ORIGIN).put("horizon.steps", 1, ORIGIN);
    return ConfigBinder.bind(copy, TrainConfig.class).config();
  }

  private static void put(ConfigValues values, DecoderShape shape) {
    put(values, "model.layers", shape.layers());
    put(values, "model.width", shape.width());
    put(values, "model.heads", shape.heads());
  }

  private static void put(ConfigValues values, String key, Object value) {
    values.put(key, String.valueOf(value), ORIGIN);
  }

  private static double number(String key, Object value) {
    double number = ConfigBinder.number(key, value);
    if (!(number > 0)) {
      throw new IllegalArgumentException(key + " = " + value + ": must be above 0");
    }
    return number;
  }
}
