package kleiber.lm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.optim.LrSchedule.Origin;
import kleiber.lm.optim.Warmup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
  @TempDir Path folder;

  static Stream<Recipe> recipes() {
    return Recipe.all(Recipe.folder()).stream();
  }

  private static Recipe recipe(String name) {
    return Recipe.read(Recipe.folder().resolve(name + ".yaml"));
  }

  private static ModelSize size(TrainConfig config, int vocabulary) {
    int context = config.model().context();
    return ModelSize.of(config.model().spec(vocabulary), config.objective().layout(context));
  }

  @Test
  void thereAreTwelveInTheOrderOfTheirPublication() {
    assertThat(recipes().map(Recipe::name))
        .containsExactly(
            "gpt-1",
            "bert",
            "megatron-bert",
            "megatron-gpt-2",
            "t5",
            "gpt-3",
            "gopher",
            "chinchilla",
            "palm",
            "opt",
            "llama",
            "llama-2");
  }

  /** Within what the printed digits leave open, and 5 % for what papers round freely. */
  @ParameterizedTest
  @MethodSource("recipes")
  void everyPublishedSizeHasTheParametersThatArePrinted(Recipe recipe) {
    for (Recipe.Size size : recipe.sizes()) {
      TrainConfig config = recipe.config(size);
      double printed = ConfigBinder.number("printed", size.printed());
      assertThat((double) size(config, config.model().vocab()).totalParams())
          .as("%s %s", recipe.system(), size.name())
          .isCloseTo(printed, within(0.05 * printed));
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyValueOfEveryRecipeIsMarked(Recipe recipe) {
    for (Recipe.Size size : recipe.sizes()) {
      for (String key : recipe.values(size).entries().keySet()) {
        assertThat(recipe.mark(key).keys()).as("%s: %s", recipe.system(), key).isNotEmpty();
      }
    }
  }

  /** The schedules that LrScheduleTest holds against the published formulas. */
  @Test
  void theFilesHoldThePublishedSchedules() {
    Map<String, LrSchedule> expected =
        Map.of(
            "gpt-1", new LrSchedule.Cosine(new Warmup(2000, 0), 0, 0, 0, 0, Origin.START),
            "bert", new LrSchedule.Linear(new Warmup(10_000, 0), 0, Origin.START),
            "megatron-gpt-2",
                new LrSchedule.Cosine(new Warmup(3000, 0), 0, 0, 0.066666666667, 0, Origin.WARMUP),
            "megatron-bert", new LrSchedule.Linear(new Warmup(10_000, 0), 0, Origin.WARMUP),
            "t5", new LrSchedule.InverseSquareRoot(new Warmup(0, 0), 10_000),
            "gpt-3", new LrSchedule.Cosine(new Warmup(0, 375e6), 0, 0.1, 0, 260e9, Origin.WARMUP),
            "opt", new LrSchedule.Linear(new Warmup(0, 375e6), 0.1, Origin.WARMUP),
            "palm", new LrSchedule.InverseSquareRoot(new Warmup(0, 0), 10_000),
            "llama", LrSchedule.cosine(2000, 0.1));
    expected.forEach(
        (name, schedule) -> {
          Recipe recipe = recipe(name);
          assertThat(recipe.config(recipe.size(null)).schedule()).as(name).isEqualTo(schedule);
        });
    for (Recipe.Size size : recipe("gopher").sizes()) {
      TrainConfig config = recipe("gopher").config(size);
      assertThat(config.optimizer().lr() * config.schedule().startFraction())
          .isCloseTo(1e-7, within(1e-15));
    }
  }

  @Test
  void tokensAndStepsOfPublishedRunsAreRight() {
    assertThat(length("palm", "540B").tokens())
        .isEqualTo((50_000L * 512 + 65_000L * 1024 + 140_000L * 2048) * 2048);
    assertThat(length("gpt-1", "117M").tokens()).isEqualTo(3_000_000L * 64 * 512);
    assertThat(length("llama", "7B").steps()).isEqualTo(238_419);
    assertThat(length("llama-2", "70B").steps()).isEqualTo(476_837);
    assertThat(length("opt", "175B").steps()).isEqualTo(143_051);
    assertThat((double) length("gpt-3", "175B").tokens()).isCloseTo(300e9, within(2e6));
    assertThat((double) length("gopher", "280B").tokens()).isCloseTo(300e9, within(4e6));
  }

  private static RunLength length(String name, String size) {
    TrainConfig config = recipe(name).config(recipe(name).size(size));
    return config.length(size(config, config.model().vocab()), config.model().context());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeScalesDownNearToAnySize(Recipe recipe) {
    for (double params : new double[] {150e3, 1e6}) {
      List<Recipe.Size> sizes = recipe.sizes();
      for (Recipe.Size size : List.of(sizes.get(0), sizes.get(sizes.size() - 1))) {
        TrainConfig tiny =
            ConfigBinder.bind(new ScaleDown(params, 1e6).apply(recipe, size), TrainConfig.class)
                .config();
        int vocabulary = 1024 + tiny.objective().addedTokens();
        ModelSize counted = size(tiny, vocabulary);
        RunLength length = tiny.length(counted, tiny.model().context());
        assertThat((double) counted.totalParams()).isCloseTo(params, within(0.3 * params));
        assertThat((double) length.tokens()).isCloseTo(1e6, within(0.01e6));
        double warmup = tiny.schedule().warmup();
        double run = tiny.schedule().isByTokens() ? length.tokens() : length.steps();
        assertThat(warmup).isLessThanOrEqualTo(run / 9);
      }
    }
  }

  @Test
  void partsOfTheRunStayTheSamePart() {
    Recipe gpt3 = recipe("gpt-3");
    TrainConfig tiny =
        ConfigBinder.bind(
                new ScaleDown(200e3, 1e6).apply(gpt3, gpt3.size("175B")), TrainConfig.class)
            .config();
    LrSchedule.Cosine cosine = (LrSchedule.Cosine) tiny.schedule();
    assertThat(cosine.decayEnd()).isCloseTo(260.0 / 300 * 1e6, within(5e3));
    Recipe palm = recipe("palm");
    TrainConfig doubled =
        ConfigBinder.bind(
                new ScaleDown(200e3, 4e6).apply(palm, palm.size("540B")), TrainConfig.class)
            .config();
    RunLength length = doubled.length(size(doubled, 1024), doubled.model().context());
    List<Long> points =
        ((kleiber.lm.optim.BatchSchedule.Doubling) doubled.batch().schedule()).afterSteps();
    assertThat(points.get(0) / (double) length.steps()).isCloseTo(50 / 255.0, within(0.01));
    assertThat(points.get(1) / (double) length.steps()).isCloseTo(115 / 255.0, within(0.01));
    assertThat(doubled.model().kvHeads()).isEqualTo(1);
  }

  @Test
  void faultsOfARecipeAreNamed() throws Exception {
    Path file = folder.resolve("x.yaml");
    Files.writeString(
        file,
        "system: X\npublished: 2020-01\nsources: {paper: p}\ntrain: {seed: 1}\n"
            + "sizes:\n  - {size: S, printed: 1M}\nmarks:\n  - {mark: V, source: code, keys: [a]}\n");
    assertThatThrownBy(() -> Recipe.read(file))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("source \"code\"");
    Files.writeString(
        file, Files.readString(file).replace("source: code, keys: [a]", "keys: [a], note: b, c"));
    assertThatThrownBy(() -> Recipe.read(file)).hasMessageContaining("marks[0].c");
    Files.writeString(file, "seed: 1");
    assertThatThrownBy(() -> Recipe.read(file)).hasMessageContaining("is not a recipe");
    assertThatThrownBy(() -> recipe("gpt-3").size("1T")).hasMessageContaining("125M");
    assertThatThrownBy(() -> ScaleDown.parse("tiny", "1M")).hasMessageContaining("--tiny = tiny");
    assertThatThrownBy(() -> ScaleDown.parse("1M", "0")).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> ScaleDown.parse("1e308", "1M"))
        .hasMessageContaining("--tiny = 1e308: must be at most 1e+11");
  }
}
