package kleiber.app.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.testing.Checkout;
import kleiber.core.testing.Fuzz;
import kleiber.lm.recipe.Recipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile recipes as {@code recipes table} shows them. */
class RecipeTableFuzzTest {
  private static final String[] NAMES = {"palm.yaml", "bert.yaml"};

  @TempDir Path valid;

  @Test
  void everyRecipeIsShownOrRefusedInWords() throws IOException {
    recipes(Fuzz.SHORT / 2);
  }

  @Test
  @Tag("long")
  void everyRecipeIsShownOrRefusedInWordsAtLength() throws IOException {
    recipes(Fuzz.LONG_OF_COMMANDS);
  }

  private void recipes(int cases) throws IOException {
    for (String name : NAMES) {
      Files.copy(Checkout.path("configs/recipes").resolve(name), valid.resolve(name));
    }
    Fuzz.of("recipe-table", valid, NAMES)
        .run(
            cases,
            folder -> {
              var recipes = Recipe.all(folder);
              assertThat(new RecipeTable(recipes).lines()).isNotEmpty();
            });
  }
}
