package kleiber.app.recipes;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import kleiber.analysis.gallery.Gallery;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.recipe.Mark;
import kleiber.lm.recipe.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber recipes show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows every value of one published size, how well it is known and where it was read.",
      "V verified, D derived, M recalled, U not published and our choice."
    })
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "A recipe of kleiber recipes list.")
  private String name;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "A published size; by default the smallest.")
  private String size;

  @Option(
      names = "--plot",
      arity = "0..1",
      fallbackValue = ".",
      paramLabel = "DIR",
      description =
          "Draw learning rate and batch over the run as SVG, PNG and PDF; here by default.")
  private Path plot;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Recipe recipe = RecipesCommand.find(name);
    Recipe.Size chosen = recipe.size(size);
    TrainConfig config = recipe.config(chosen);
    out.printf(
        "%s %s, %s parameters as printed%n%n", recipe.system(), chosen.name(), chosen.printed());
    recipe
        .values(chosen)
        .entries()
        .forEach(
            (key, entry) -> {
              Mark mark = recipe.mark(key);
              out.printf("%-28s %-18s %s  %s%n", key, entry.value(), mark.mark(), mark.source());
            });
    out.println();
    recipe.sources().forEach((label, text) -> out.printf("%s: %s%n", label, text));
    for (Mark mark : recipe.marks()) {
      if (!mark.note().isEmpty()) {
        out.printf("%s (%s): %s%n", String.join(", ", mark.keys()), mark.mark(), mark.note());
      }
    }
    if (plot != null) {
      String title = recipe.system() + " " + chosen.name();
      Gallery.write(ScheduleFigures.of(title, config, config.model().vocab()), plot);
      out.println("\nfigures in " + plot.toAbsolutePath().normalize());
    }
    return 0;
  }
}
