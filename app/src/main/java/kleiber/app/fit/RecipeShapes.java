package kleiber.app.fit;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.planner.ModelShape;
import kleiber.analysis.planner.ModelShapes;
import kleiber.analysis.planner.UsualShape;
import kleiber.lm.config.ModelConfig;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.model.spec.DecoderShape;
import kleiber.lm.recipe.Recipe;

/** The shapes that sweeps give to their models, and those of the published recipes. */
final class RecipeShapes implements ModelShapes {
  private static final int ANY_VOCABULARY = 32_000;

  @Override
  public ModelShape usual(double params) {
    DecoderShape shape = DecoderShape.usual(params);
    return new ModelShape(shape.layers(), shape.width(), shape.heads());
  }

  @Override
  public List<UsualShape> published() {
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
              List.of(shape.layers(), shape.width(), shape.heads(), shape.headWidth()),
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
}
