package kleiber.lm.recipe;

import java.util.List;
import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.lm.config.ModelConfig;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.ShapeEdits;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.DecoderShape;
import kleiber.lm.optim.Adafactor;
import kleiber.lm.optim.BatchSchedule;
import kleiber.lm.optim.LrSchedule;

/**
 * A recipe made tiny, by one rule for each hyperparameter (docs/recipes.md lists them). What is a
 * ratio or a kind of thing stays: norms, activations, dropout, decay, betas, clipping, final rates.
 * What is a length becomes the same part of the shorter run; what is a width becomes the same part
 * of the narrower model. Each changed value's origin says its rule.
 *
 * @param params parameters N to come near to, all counted
 * @param tokens training tokens D
 */
public record ScaleDown(double params, double tokens) {
  private static final int CONTEXT = 128;
  private static final int VOCABULARY = 1024;

  /** Significant digits of what is worked out. */
  private static final int DIGITS = 6;

  /** Optimiser steps that the batch is chosen for. */
  private static final int STEPS = 500;

  /** Least steps of a warm-up or a constant phase, unless they were more than a tenth of all. */
  private static final int MIN_WARMUP = 20;

  /** Every width up to the wanted size is tried: beyond this that takes long. */
  private static final double MOST_PARAMS = 1e11;

  /** The least full batch: it can start at an eighth. */
  private static final int MIN_SEQUENCES = 8;

  /**
   * Reads both numbers as a command line has them: 300k, 1e6.
   *
   * @throws KleiberException when one is no number, below 1, or beyond what is scaled to
   */
  public static ScaleDown parse(String params, String tokens) {
    return new ScaleDown(
        number("--tiny", params, MOST_PARAMS), number("--tokens", tokens, RunLength.MOST_TOKENS));
  }

  private static double number(String option, String text, double most) {
    try {
      double value = ConfigBinder.number(option, text);
      if (value < 1) {
        throw new IllegalArgumentException(option + " = " + text + ": must be at least 1");
      }
      if (value > most) {
        throw new IllegalArgumentException(
            option
                + " = "
                + text
                + ": must be at most "
                + String.format(Locale.ROOT, "%.0e", most));
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(e.getMessage(), e);
    }
  }

  /** The tiny configuration of a published one. */
  public ConfigValues apply(Recipe recipe, Recipe.Size size) {
    try {
      return scaled(recipe, size);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw KleiberException.usage(
          recipe.name() + " " + size.name() + " cannot be scaled down: " + e.getMessage(), e);
    }
  }

  private ConfigValues scaled(Recipe recipe, Recipe.Size size) {
    TrainConfig published = recipe.config(size);
    Target target = new Target(recipe.values(size));
    target.apply("the recipe", Edit.of("name", recipe.name() + "-tiny"));
    data(target);
    shape(target, published);
    RunLength length = published.length(size(published), published.model().context());
    batch(target, published, length);
    rates(target, published, length);
    return target.values;
  }

  /** Values under construction. */
  private record Target(ConfigValues values) {
    void apply(String rule, Edit... edits) {
      values.apply("scaled down: " + rule, edits);
    }

    TrainConfig config() {
      return ConfigBinder.bind(values, TrainConfig.class).config();
    }
  }

  private void data(Target target) {
    target.apply("one corpus for all", Edit.of("data.corpus.kind", "wordnet"));
    target.apply("one tokenizer for all", Edit.of("data.tokenizer.kind", "bpe"));
    target.apply("one tokenizer for all", Edit.of("data.tokenizer.vocab", VOCABULARY));
    target.apply("the tokenizer's", Edit.of("model.vocab", "0"));
    target.apply("the run has a number of tokens", Edit.of("horizon.steps", "0"));
    target.apply("as asked for", Edit.of("horizon.tokens", tokens, DIGITS));
  }

  private void shape(Target target, TrainConfig published) {
    ModelConfig model = published.model();
    int context = Math.min(CONTEXT, model.context());
    double shorter = (double) context / model.context();
    target.apply("the same for all", Edit.of("model.context", context));
    target.apply("heads share the width", Edit.of("model.headWidth", "0"));
    if (model.window() > 0) {
      long window = Math.max(8, Math.round(model.window() * shorter));
      target.apply("the same part of the context", Edit.of("model.window", window));
    }
    if (model.positions() == ModelConfig.PositionKind.BUCKETS) {
      long distance =
          Math.max(model.positionBuckets() / 2 + 1, Math.round(model.maxDistance() * shorter));
      target.apply("the same part of the context", Edit.of("model.maxDistance", distance));
    }
    DecoderShape shape =
        DecoderShape.near(
            params,
            candidate -> {
              put(target, model, candidate);
              return size(target.config()).totalParams();
            });
    put(target, model, shape);
  }

  private static void put(Target target, ModelConfig published, DecoderShape shape) {
    String rule = "the shape nearest to the wanted size";
    target.apply(rule, ShapeEdits.of("model.", shape).toArray(Edit[]::new));
    if (published.mlpWidth() > 0) {
      double ratio = (double) published.mlpWidth() / published.width();
      long width = Math.max(8, Math.round(ratio * shape.width() / 8) * 8);
      target.apply("the same multiple of the width", Edit.of("model.mlpWidth", width));
    }
    if (published.kvHeads() > 0) {
      int keys = shape.heads() * published.kvHeads() / published.heads();
      while (keys > 1 && shape.heads() % keys != 0) {
        keys--;
      }
      target.apply("the same part of the heads", Edit.of("model.kvHeads", Math.max(1, keys)));
    }
  }

  /** A configuration's size; a published vocabulary holds the objective's tokens already. */
  private static ModelSize size(TrainConfig config) {
    ModelConfig model = config.model();
    int tokens = VOCABULARY + config.objective().addedTokens();
    return ModelSize.of(
        model.spec(model.vocab() > 0 ? model.vocab() : tokens),
        config.objective().layout(model.context()));
  }

  private void batch(Target target, TrainConfig published, RunLength length) {
    int context = target.config().model().context();
    double wanted = tokens / STEPS / context;
    int full = Math.max(MIN_SEQUENCES, Integer.highestOneBit((int) Math.max(1, wanted * 1.5)));
    target.apply("a power of two, for about 500 steps", Edit.of("batch.sequences", full));
    target.apply("the batch is small", Edit.of("batch.microBatch", "0"));
    BatchSchedule schedule = published.batch().schedule();
    if (schedule instanceof BatchSchedule.Linear linear) {
      int eighth = full / 8;
      target.apply("an eighth of the batch", Edit.of("batch.schedule.from", eighth));
      target.apply("an eighth of the batch", Edit.of("batch.schedule.increment", eighth));
      double ramp = linear.tokens() / length.tokens() * tokens;
      target.apply("the same part of the tokens", Edit.of("batch.schedule.tokens", ramp, DIGITS));
    } else if (schedule instanceof BatchSchedule.Doubling doubling) {
      doubling(target, doubling, published, length, full * (double) context);
    }
  }

  private void doubling(
      Target target,
      BatchSchedule.Doubling doubling,
      TrainConfig published,
      RunLength length,
      double fullTokens) {
    if (!doubling.afterTokens().isEmpty()) {
      List<String> points =
          doubling.afterTokens().stream()
              .map(point -> String.valueOf(Math.round(point / length.tokens() * tokens)))
              .toList();
      target.apply("the same part of the tokens", Edit.of("batch.schedule.afterTokens", points));
    }
    if (!doubling.afterSteps().isEmpty()) {
      double meanPart =
          (double) length.tokens()
              / length.steps()
              / ((double) published.batch().sequences() * published.model().context());
      double steps = tokens / (meanPart * fullTokens);
      List<String> points =
          doubling.afterSteps().stream()
              .map(point -> String.valueOf(Math.round((double) point / length.steps() * steps)))
              .toList();
      target.apply("the same part of the steps", Edit.of("batch.schedule.afterSteps", points));
    }
  }

  private void rates(Target target, TrainConfig published, RunLength length) {
    TrainConfig tiny = target.config();
    RunLength run = tiny.length(size(tiny), tiny.model().context());
    double narrower = (double) tiny.model().width() / published.model().width();
    if (published.optimizer() instanceof Adafactor adafactor) {
      long least = Math.max(2, Math.round(adafactor.minFactoredSize() * narrower));
      target.apply("the same part of the width", Edit.of("optimizer.minFactoredSize", least));
    } else {
      double lr = published.optimizer().lr() / Math.sqrt(narrower);
      target.apply("as 1/√width", Edit.of("optimizer.lr", lr, DIGITS));
    }
    LrSchedule schedule = published.schedule();
    String rule = "the same part of the run, at least 20 steps, at most a tenth";
    if (schedule.isByTokens()) {
      double tokensPerStep = (double) run.tokens() / run.steps();
      double warmup = schedule.warmupTokens() / length.tokens() * run.tokens();
      target.apply(
          rule,
          Edit.of(
              "schedule.warmupTokens",
              Math.rint(phase(warmup, MIN_WARMUP * tokensPerStep, run.tokens())),
              DIGITS));
    } else if (schedule.warmupSteps() > 0) {
      double warmup = (double) schedule.warmupSteps() / length.steps() * run.steps();
      target.apply(
          rule,
          Edit.of("schedule.warmupSteps", Math.round(phase(warmup, MIN_WARMUP, run.steps()))));
    }
    if (schedule instanceof LrSchedule.InverseSquareRoot root) {
      double hold = root.hold() / length.steps() * run.steps();
      target.apply(
          rule, Edit.of("schedule.hold", Math.rint(phase(hold, MIN_WARMUP, run.steps())), DIGITS));
    }
    if (schedule instanceof LrSchedule.Cosine cosine && cosine.decayEnd() > 0) {
      double all = schedule.isByTokens() ? length.tokens() : length.steps();
      double now = schedule.isByTokens() ? run.tokens() : run.steps();
      target.apply(
          "the same part of the run",
          Edit.of("schedule.decayEnd", Math.rint(cosine.decayEnd() / all * now), DIGITS));
    }
  }

  private static double phase(double same, double least, double run) {
    return Math.min(Math.max(same, least), Math.max(1, run / 10));
  }
}
