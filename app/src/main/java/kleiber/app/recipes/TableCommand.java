package kleiber.app.recipes;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import kleiber.lm.recipe.Correction;
import kleiber.lm.recipe.Mark;
import kleiber.lm.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber recipes table}. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the published hyperparameters of every size in Markdown.",
      "Each comes with how well it is known and its source; a popular summary of them is corrected."
    })
final class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Recipe> recipes = Recipe.all(Recipe.folder());
    new RecipeTable(recipes).lines().forEach(out::println);
    out.println();
    for (Mark.Grade grade : Mark.Grade.values()) {
      out.println("- " + grade + ": " + grade.meaning());
    }
    out.println("\n## Sources and remarks\n");
    for (Recipe recipe : recipes) {
      recipe
          .sources()
          .forEach(
              (label, text) -> out.println(recipe.system() + ", " + label + ": " + text + "  "));
      for (Mark mark : recipe.marks()) {
        if (!mark.note().isEmpty()) {
          out.printf(
              "- %s, %s (%s): %s%n",
              recipe.system(), String.join(", ", mark.keys()), mark.mark(), mark.note());
        }
      }
      out.println();
    }
    out.println("## Corrections of a popular summary\n");
    out.println("| about | the summary says | the sources say | |");
    out.println("|---|---|---|---|");
    for (Correction c : Correction.all(Recipe.folder())) {
      out.printf("| %s | %s | %s | %s |%n", c.about(), c.said(), c.right(), c.mark());
    }
    return 0;
  }
}
