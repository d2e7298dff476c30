package kleiber.app.recipes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.analysis.number.NumberStyle;
import kleiber.core.schema.YamlName;
import kleiber.lm.config.InitConfig;
import kleiber.lm.config.ModelConfig;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.optim.Adafactor;
import kleiber.lm.optim.AdamW;
import kleiber.lm.optim.BatchSchedule;
import kleiber.lm.optim.DecoupledDecay;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.recipe.Mark;
import kleiber.lm.recipe.Recipe;

/**
 * Recipes side by side, one published size a row, each value with the grade of what it is made of:
 * the least of them where it is several.
 */
final class RecipeTable {
  private static final List<String> HEADER =
      List.of(
          "system",
          "size",
          "parameters (printed)",
          "L × C, H/K",
          "objective",
          "optimiser",
          "peak rate",
          "rate over the run",
          "batch, tokens",
          "length",
          "decay",
          "dropout",
          "clip",
          "start of weights");

  private final List<Recipe> recipes;

  /** The table of {@code recipes}. */
  public RecipeTable(List<Recipe> recipes) {
    this.recipes = recipes;
  }

  /** Its lines in Markdown. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(HEADER));
    lines.add("|" + "---|".repeat(HEADER.size()));
    for (Recipe recipe : recipes) {
      for (Recipe.Size size : recipe.sizes()) {
        lines.add(line(new Row(recipe, size, recipe.config(size)).cells()));
      }
    }
    return lines;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** One size of one recipe. */
  private record Row(Recipe recipe, Recipe.Size size, TrainConfig config) {
    List<String> cells() {
      ModelConfig model = config.model();
      ModelSize counted =
          ModelSize.of(model.spec(model.vocab()), config.objective().layout(model.context()));
      RunLength length = config.length(counted, model.context());
      return List.of(
          recipe.system(),
          size.name(),
          NumberStyle.COUNT.text(counted.totalParams()) + " (" + size.printed() + ")",
          graded(
              model.layers()
                  + " × "
                  + model.width()
                  + ", "
                  + model.heads()
                  + (model.kvHeads() > 0 ? "/" + model.kvHeads() : ""),
              "model.layers",
              "model.width",
              "model.heads",
              "model.kvHeads"),
          graded(config.objective().describe(), "objective", "model.family"),
          optimizer(),
          graded(number(config.optimizer().lr()), "optimizer.lr"),
          graded(schedule(), "schedule"),
          batch(length),
          graded(
              NumberStyle.COUNT.text(length.steps())
                  + " steps, "
                  + NumberStyle.COUNT.text(length.tokens())
                  + " tokens",
              "horizon"),
          decay(),
          dropout(),
          clip(),
          start());
    }

    private String graded(String text, String... keys) {
      Set<Mark.Grade> grades = new LinkedHashSet<>();
      Arrays.stream(keys).forEach(key -> grades.add(recipe.mark(key).mark()));
      return text
          + " "
          + grades.stream().sorted().map(Mark.Grade::name).collect(Collectors.joining());
    }

    private String optimizer() {
      if (config.optimizer() instanceof AdamW adam) {
        String correction =
            switch (adam.biasCorrection()) {
              case MOMENTS -> "";
              case RATE -> ", correction in the rate";
              case NONE -> ", no bias correction";
            };
        return graded(
            "Adam "
                + number(adam.beta1())
                + " "
                + number(adam.beta2())
                + " "
                + number(adam.eps())
                + correction,
            "optimizer.beta1",
            "optimizer.eps",
            "optimizer.biasCorrection");
      }
      if (config.optimizer() instanceof Adafactor adafactor) {
        return graded(
            "Adafactor "
                + (adafactor.factored() ? "factored" : "unfactored")
                + " "
                + number(adafactor.momentum())
                + ", 1 − t^−"
                + number(adafactor.decayExponent()),
            "optimizer.factored",
            "optimizer.momentum");
      }
      return graded(YamlName.of(config.optimizer().getClass()), "optimizer.kind");
    }

    private String schedule() {
      LrSchedule schedule = config.schedule();
      String warmup =
          schedule.isByTokens()
              ? "warm-up " + NumberStyle.COUNT.text(schedule.warmupTokens()) + " tokens, "
              : schedule.warmupSteps() > 0 ? "warm-up " + schedule.warmupSteps() + " steps, " : "";
      return warmup + schedule.describe();
    }

    private String batch(RunLength length) {
      double context = config.model().context();
      int first = config.batch().sequencesAt(0, 0);
      String full = NumberStyle.COUNT.text(config.batch().sequences() * context);
      if (config.batch().schedule() instanceof BatchSchedule.Constant) {
        return graded(full, "batch.sequences");
      }
      return graded(
          NumberStyle.COUNT.text(first * context) + " to " + full + " " + rise(),
          "batch.sequences",
          "batch.schedule.tokens");
    }

    private String rise() {
      if (config.batch().schedule() instanceof BatchSchedule.Linear linear) {
        return "over " + NumberStyle.COUNT.text(linear.tokens()) + " tokens";
      }
      BatchSchedule.Doubling doubling = (BatchSchedule.Doubling) config.batch().schedule();
      List<String> points = new ArrayList<>();
      doubling.afterSteps().forEach(s -> points.add(NumberStyle.COUNT.text(s) + " steps"));
      doubling.afterTokens().forEach(t -> points.add(NumberStyle.COUNT.text(t) + " tokens"));
      return "doubling after " + String.join(", ", points);
    }

    private String decay() {
      if (config.optimizer() instanceof DecoupledDecay decay) {
        String scope = decay.decayed().name().toLowerCase(Locale.ROOT);
        return graded(
            decay.weightDecay() == 0 ? "0" : number(decay.weightDecay()) + " on " + scope,
            "optimizer.weightDecay",
            "optimizer.decayed");
      }
      boolean squared = ((Adafactor) config.optimizer()).lrSquaredDecay();
      return graded(squared ? "lr²" : "0", "optimizer.lrSquaredDecay");
    }

    private String dropout() {
      ModelConfig model = config.model();
      if (model.dropout() == 0) {
        return graded("0", "model.dropout");
      }
      String embedding =
          model.embeddingDropout() < 0 ? "" : ", embedding " + number(model.embeddingDropout());
      return graded(
          number(model.dropout())
              + ", attention "
              + number(model.attentionDropout())
              + (model.mlpDropout() > 0 ? ", MLP " + number(model.mlpDropout()) : "")
              + embedding,
          "model.dropout");
    }

    private String clip() {
      return config.optimizer() instanceof Adafactor adafactor && adafactor.clipNorm() == 0
          ? graded("update " + number(adafactor.updateClip()), "optimizer.updateClip")
          : graded(number(config.optimizer().clipNorm()), "optimizer.clipNorm");
    }

    private String start() {
      InitConfig init = config.model().init();
      String text =
          switch (init.scheme()) {
            case NORMAL -> number(init.std()) + (init.residualScaling() ? ", /√2L" : "");
            case TRUNCATED -> number(init.std()) + " truncated";
            case BY_WIDTH -> "1/√width" + (init.residualScaling() ? ", /√2L" : "");
            case FAN_IN -> "1/√n_in, embeddings 1";
            case T5 -> "T5's";
          };
      return graded(text, "model.init.std");
    }

    /** 0.15, 1.2e-4. */
    private static String number(double value) {
      BigDecimal rounded = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
      if (value == 0 || Math.abs(value) >= 1e-2) {
        return rounded.toPlainString();
      }
      // In decimals: as a double the power of ten of the smallest numbers is 0.
      int power = rounded.precision() - rounded.scale() - 1;
      return rounded.scaleByPowerOfTen(-power).toPlainString() + "e" + power;
    }
  }
}
