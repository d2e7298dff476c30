package kleiber.sweeps.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.engine.backend.Backends;
import kleiber.lm.config.ModelConfig;
import kleiber.lm.config.ShapeEdits;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.DecoderShape;
import kleiber.lm.run.PreparedRun;
import kleiber.record.Basis;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.spec.SweepSpec;

/** Turns a row of a design into a complete configuration: shape, horizon, then the rules. */
final class RunPlanner {
  private static final String ORIGIN = "sweep";
  private static final String MODEL = "model";

  /** Groups of keys that a model's size depends on. */
  private static final Set<String> DECIDES_SIZE = Set.of(MODEL, "data", "objective", "batch");

  private final SweepSpec spec;
  private final ConfigValues train;
  private final PlannedData data;
  private final RuleEdits rules;
  private final Backends backends = Backends.find();
  private final Shapes shapes;

  RunPlanner(SweepFile file, PlannedData data) {
    this.spec = file.spec();
    this.train = file.train();
    this.shapes = new Shapes(spec.rules().layers());
    this.data = data;
    this.rules = new RuleEdits(spec);
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
    values.apply(ORIGIN, Edit.of("threads", spec.threads().small())).apply(ORIGIN, row.edits());
    if (!row.values().containsKey("seed")) {
      values.apply(ORIGIN, Edit.of("seed", seed));
    }
    tuned.forEach((key, value) -> values.apply(ORIGIN, Edit.of(key, value)));
    DataFacts facts;
    try {
      facts = data.of(bindForModel(values));
    } catch (KleiberException e) {
      return withoutData(row, values, holdout, e.getMessage());
    }
    values.apply(ORIGIN, shape(row, wanted, values, facts));
    values.apply(ORIGIN, new RowHorizon(row, spec).of(() -> modelSize(values, facts)));
    int length = facts.layout().tokens();
    RunSize unruled = size(values, facts);
    List<Edit> rated = rules.rateAndBatch(unruled, tuned.keySet(), length);
    RunSize size = rated.isEmpty() ? unruled : size(values.apply(ORIGIN, rated), facts);
    values.apply(ORIGIN, rules.warmupAndThreads(size));
    String name = RunName.of(row, tuned, size, spec);
    values.apply(ORIGIN, Edit.of("name", name));
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    try {
      return PlannedRun.of(name, holdout, bound, basis(bound.config(), size, facts), size, null);
    } catch (KleiberException e) {
      return PlannedRun.of(name, holdout, bound, null, size, e.getMessage());
    }
  }

  /** Its worker will meet the same obstacle and say so in the run's own record. */
  private PlannedRun withoutData(Row row, ConfigValues values, boolean holdout, String obstacle) {
    values.apply(ORIGIN, new RowHorizon(row, spec).asWritten());
    String name = "without-data";
    values.apply(ORIGIN, Edit.of("name", name));
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

  private List<Edit> shape(Row row, WantedSizes wanted, ConfigValues values, DataFacts data) {
    Object params = row.values().get(Row.PARAMS);
    if (params == null) {
      return List.of();
    }
    Map<String, Object> model = new HashMap<>();
    values.entries().forEach((key, entry) -> model.put(key, entry.value()));
    model.keySet().removeIf(key -> !DECIDES_SIZE.contains(key.split("\\.", 2)[0]));
    model.keySet().removeAll(ShapeEdits.PATHS);
    DecoderShape shape =
        shapes.of(WantedSizes.number(params), wanted.beside(row), model, sizes(values, data));
    return ShapeEdits.of(MODEL + ".", shape);
  }

  /** N of shapes, binding no more than the model: thousands of shapes are looked at. */
  private ToDoubleFunction<DecoderShape> sizes(ConfigValues values, DataFacts data) {
    ConfigValues model = values.copy().extract(MODEL, Path.of(MODEL));
    return candidate -> {
      model.apply(ORIGIN, ShapeEdits.of("", candidate));
      ModelConfig config = ConfigBinder.bind(model, ModelConfig.class).config();
      return spec.count().of(ModelSize.of(config.spec(data.vocabulary()), data.layout()));
    };
  }

  private static ModelSize modelSize(ConfigValues values, DataFacts data) {
    return ModelSize.of(bindForModel(values).model().spec(data.vocabulary()), data.layout());
  }

  private static RunSize size(ConfigValues values, DataFacts data) {
    return RunSize.of(ConfigBinder.bind(values, TrainConfig.class).config(), data);
  }

  /** Binds with any horizon, since the size of a model does not depend on it. */
  private static TrainConfig bindForModel(ConfigValues values) {
    ConfigValues copy = values.copy().apply(ORIGIN, RowHorizon.any());
    return ConfigBinder.bind(copy, TrainConfig.class).config();
  }
}
