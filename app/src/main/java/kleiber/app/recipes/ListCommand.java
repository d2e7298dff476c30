package kleiber.app.recipes;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import kleiber.lm.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber recipes list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the recipes, with their published sizes.")
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    for (Recipe recipe : Recipe.all(Recipe.folder())) {
      spec.commandLine()
          .getOut()
          .printf(
              "%-16s%-16s%s%n",
              recipe.name(),
              recipe.system(),
              recipe.sizes().stream().map(Recipe.Size::name).collect(Collectors.joining(", ")));
    }
    return 0;
  }
}
