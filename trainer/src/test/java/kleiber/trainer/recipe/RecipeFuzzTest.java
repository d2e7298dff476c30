package kleiber.trainer.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile recipes, scaled down as {@code train --tiny} does. */
class RecipeFuzzTest {
  private static final String[] NAMES = {"gpt-3.yaml", "t5.yaml", "corrections.yaml"};

  @TempDir Path valid;

  @Test
  void everyRecipeIsReadAndScaledOrRefusedInWords() throws IOException {
    recipes(Fuzz.SHORT);
  }

  @Test
  @Tag("long")
  void everyRecipeIsReadAndScaledOrRefusedInWordsAtLength() throws IOException {
    recipes(Fuzz.LONG);
  }

  private void recipes(int cases) throws IOException {
    for (String name : NAMES) {
      Files.copy(Path.of("../configs/recipes", name), valid.resolve(name));
    }
    Fuzz.of("recipe", valid, NAMES)
        .run(
            cases,
            folder -> {
              for (Recipe recipe : Recipe.all(folder)) {
                Recipe.Size size = recipe.size(null);
                recipe.mark("model.layers");
                recipe.config(size);
                ScaleDown.parse("20k", "100k").apply(recipe, size);
              }
              Correction.all(folder);
            });
  }
}
