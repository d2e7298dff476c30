package kleiber.app.recipes;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
import kleiber.lm.recipe.Recipe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber recipes}: how published systems were trained. */
@Command(
    name = "recipes",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how published systems were trained, with sources.",
      "Train one at a small size with: kleiber train configs/recipes/NAME.yaml --tiny N --tokens D"
    },
    subcommands = {ListCommand.class, ShowCommand.class, TableCommand.class, CheckCommand.class})
public final class RecipesCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "give a command: kleiber recipes list, show NAME, table or check");
  }

  /** The recipe of that name or system; gpt3 is gpt-3. */
  static Recipe find(String name) {
    List<Recipe> all = Recipe.all(Recipe.folder());
    return all.stream()
        .filter(
            recipe ->
                plain(name).equals(plain(recipe.name()))
                    || plain(name).equals(plain(recipe.system())))
        .findFirst()
        .orElseThrow(
            () ->
                KleiberException.usage(
                    "no recipe \""
                        + name
                        + "\"; choose one of "
                        + all.stream().map(Recipe::name).collect(Collectors.joining(", "))));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
