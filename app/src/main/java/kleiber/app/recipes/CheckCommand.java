package kleiber.app.recipes;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import kleiber.app.Interruption;
import kleiber.core.ExitCode;
import kleiber.lm.recipe.Recipe;
import kleiber.lm.recipe.ScaleDown;
import kleiber.lm.run.Progress;
import kleiber.record.Outcome;
import kleiber.record.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber recipes check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains every recipe at a tiny size on one corpus, and prints their losses side by side.",
      "All see the same number of tokens. Run it again after any interruption: it goes on where it"
          + " was. It exits with 4 if a run diverged, and with 5 if one failed or its loss did not"
          + " fall."
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      showDefaultValue = Visibility.NEVER,
      description = "Recipes; by default all.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--tiny", paramLabel = "N", defaultValue = "200k", description = "Parameters.")
  private String params;

  @Option(
      names = "--tokens",
      paramLabel = "D",
      defaultValue = "1M",
      description = "Training tokens.")
  private String tokens;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/recipes-check",
      description = "Where each run gets its folder.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter stdout = spec.commandLine().getOut();
    List<Recipe> recipes =
        names.isEmpty()
            ? Recipe.all(Recipe.folder())
            : names.stream().map(RecipesCommand::find).toList();
    Check check = new Check(ScaleDown.parse(params, tokens), out);
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    ExitCode worst = ExitCode.OK;
    stdout.printf(
        "%-16s%-48s%9s%7s%8s%8s%8s  %s%n",
        "recipe", "objective", "params", "steps", "first", "final", "bits/B", "");
    Interruption interruption = Interruption.of(spec);
    interruption.goesOn();
    Silence silence = new Silence();
    for (Recipe recipe : recipes) {
      Optional<Check.Result> result =
          check.train(recipe, silence, arguments, interruption.request());
      if (interruption.request().getAsBoolean()) {
        return Interruption.stopped(silence.saved, stdout);
      }
      worst = result.isEmpty() ? ExitCode.SWEEP_FAILURES : worse(worst, result.get());
      print(stdout, recipe, result);
      interruption.request().leave();
    }
    stdout.println(
        "\n"
            + "Losses in nats per target, on the whole validation split; comparable between recipes"
            + " with\n"
            + "the objective \"next token\", each of the others has its own.");
    return worst.code();
  }

  /** Tells nothing, and remembers whether there is something to go on from. */
  private static final class Silence implements Progress {
    private boolean saved;

    @Override
    public void saved(long step) {
      saved = true;
    }
  }

  private static ExitCode worse(ExitCode worst, Check.Result result) {
    if (result.status().outcome() == Outcome.DIVERGED) {
      return ExitCode.DIVERGED;
    }
    return result.isSound() || worst == ExitCode.DIVERGED ? worst : ExitCode.SWEEP_FAILURES;
  }

  private static void print(PrintWriter out, Recipe recipe, Optional<Check.Result> result) {
    if (result.isEmpty()) {
      out.printf("%-16s is being trained by another process%n", recipe.name());
    } else if (result.get().status().result() == null) {
      Status status = result.get().status();
      out.printf("%-16s %s: %s%n", recipe.name(), status.outcome(), status.message());
    } else {
      Status status = result.get().status();
      out.printf(
          Locale.ROOT,
          "%-16s%-48s%,9d%7d%8.3f%8s%8s  %s%n",
          recipe.name(),
          result.get().config().objective().describe(),
          status.result().totalParams(),
          status.step(),
          result.get().firstLossNats(),
          figure(status.result().finalLossNats()),
          figure(status.result().bitsPerByte()),
          String.format(
              Locale.ROOT,
              "%.0f s%s",
              status.result().seconds(),
              result.get().isSound() ? "" : ", its loss did not fall as it should"));
    }
    out.flush();
  }

  /** Empty where nothing was measured. */
  private static String figure(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
  }
}
