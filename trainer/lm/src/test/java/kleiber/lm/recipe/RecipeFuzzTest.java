package kleiber.lm.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.testing.Checkout;
import kleiber.core.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile recipes, scaled down as {@code train --tiny} does. */
class RecipeFuzzTest {
  private static final String[] NAMES = {"gpt-3.yaml", "t5.yaml", "corrections.yaml"};

  @TempDir Path valid;

  /** A tenth of the usual cases: a shape is looked for among hundreds. */
  @Test
  void everyRecipeIsReadAndScaledOrRefusedInWords() throws IOException {
    recipes(Fuzz.SHORT / 10, true);
  }

  @Test
  @Tag("long")
  void twentyThousandRecipesAreRead() throws IOException {
    recipes(Fuzz.LONG, false);
  }

  @Test
  @Tag("long")
  void aThousandRecipesAreScaled() throws IOException {
    recipes(Fuzz.LONG_OF_COMMANDS, true);
  }

  private void recipes(int cases, boolean scaled) throws IOException {
    for (String name : NAMES) {
      Files.copy(Checkout.path("configs/recipes").resolve(name), valid.resolve(name));
    }
    Fuzz.of("recipe", valid, NAMES)
        .run(
            cases,
            folder -> {
              for (Recipe recipe : Recipe.all(folder)) {
                Recipe.Size size = recipe.size(null);
                recipe.mark("model.layers");
                recipe.config(size);
                if (scaled) {
                  ScaleDown.parse("20k", "100k").apply(recipe, size);
                }
              }
              Correction.all(folder);
            });
  }
}
