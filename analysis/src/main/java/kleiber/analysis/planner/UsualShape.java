package kleiber.analysis.planner;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.trainer.config.ModelConfig;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.model.ModelSize;
import kleiber.trainer.recipe.Recipe;

/**
 * The shape of published decoders.
 *
 * @param names who has it, such as GPT-3 1.3B
 * @param layers blocks
 * @param width channels
 * @param heads attention heads per block
 * @param headWidth channels of a head
 * @param params parameters without embeddings and head
 */
public record UsualShape(
    List<String> names, int layers, int width, int heads, int headWidth, long params) {
  /** A shape that is larger or smaller by more than this says little about the wanted one. */
  private static final double FARTHEST = 4;

  private static final int ANY_VOCABULARY = 32_000;

  /** The nearest below and above a number of parameters without embeddings, among the recipes. */
  public static List<UsualShape> around(double params) {
    List<UsualShape> around = new ArrayList<>();
    List<UsualShape> all =
        all().stream()
            .filter(s -> s.params < FARTHEST * params && s.params > params / FARTHEST)
            .sorted(Comparator.comparingLong(UsualShape::params))
            .toList();
    all.stream().filter(s -> s.params <= params).reduce((a, b) -> b).ifPresent(around::add);
    all.stream().filter(s -> s.params > params).findFirst().ifPresent(around::add);
    return around;
  }

  /** Every shape once, with all who have it. */
  private static List<UsualShape> all() {
    if (!Files.isDirectory(Recipe.folder())) {
      return List.of();
    }
    Map<List<Integer>, UsualShape> shapes = new LinkedHashMap<>();
    for (Recipe recipe : Recipe.all(Recipe.folder())) {
      for (Recipe.Size size : recipe.sizes()) {
        TrainConfig config = recipe.config(size);
        if (config.model().family() == ModelConfig.FamilyName.DECODER) {
          UsualShape shape = of(recipe.system() + " " + size.name(), config);
          shapes.merge(
              List.of(shape.layers, shape.width, shape.heads, shape.headWidth),
              shape,
              UsualShape::and);
        }
      }
    }
    return List.copyOf(shapes.values());
  }

  private static UsualShape of(String name, TrainConfig config) {
    ModelConfig model = config.model();
    ModelSize size =
        ModelSize.of(
            model.spec(model.vocab() > 0 ? model.vocab() : ANY_VOCABULARY),
            config.objective().layout(model.context()));
    return new UsualShape(
        List.of(name),
        model.layers(),
        model.width(),
        model.heads(),
        model.headWidth() > 0 ? model.headWidth() : model.width() / model.heads(),
        size.nonEmbeddingParams());
  }

  private UsualShape and(UsualShape same) {
    List<String> both = new ArrayList<>(names);
    both.addAll(same.names);
    return new UsualShape(List.copyOf(both), layers, width, heads, headWidth, params);
  }
}
