package kleiber.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.trainer.ExitCode;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.ConfigValues;
import kleiber.trainer.config.Resolved;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.data.DatasetCache;
import kleiber.trainer.loop.Progress;
import kleiber.trainer.loop.Start;
import kleiber.trainer.loop.TrainSession;
import kleiber.trainer.recipe.Recipe;
import kleiber.trainer.recipe.ScaleDown;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains one model and writes its run folder.")
public final class TrainCommand implements Subcommand {
  @Parameters(paramLabel = "CONFIG", description = "A YAML file, such as configs/train/*.yaml.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key, such as --set optimizer.lr=3e-4. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @ArgGroup(exclusive = false)
  private Tiny tiny;

  /** What makes a recipe small enough to train here. */
  static final class Tiny {
    @Option(
        names = "--tiny",
        required = true,
        paramLabel = "N",
        description = "Scale a recipe of configs/recipes down to about N parameters (1e6, 300k).")
    private String params;

    @Option(
        names = "--tokens",
        required = true,
        paramLabel = "D",
        description = "Training tokens of the scaled recipe (1e6, 2M).")
    private String tokens;

    @Option(
        names = "--size",
        paramLabel = "SIZE",
        description = "The published size that is scaled down; by default the smallest.")
    private String size;

    private ConfigValues apply(Path file) {
      Recipe recipe = Recipe.read(file);
      return ScaleDown.parse(params, tokens).apply(recipe, recipe.size(size));
    }

    @Override
    public String toString() {
      return " --tiny " + params + " --tokens " + tokens + (size == null ? "" : " --size " + size);
    }
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; by default runs/NAME-HASH.")
  private Path out;

  @Option(names = "--resume", description = "Continue the run in the folder, if there is one.")
  private boolean resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ConfigValues values = tiny == null ? ConfigValues.read(file) : tiny.apply(file);
    if (Recipe.isRecipe(values)) {
      throw KleiberException.usage(
          file + " is a published recipe; add --tiny N --tokens D to train it at a small size");
    }
    overrides.forEach(values::set);
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    String name = bound.config().name() + "-" + Resolved.of(bound).hash12();
    RunDirectory directory = new RunDirectory(out != null ? out : Path.of("runs", name));
    PrintWriter stdout = spec.commandLine().getOut();
    Progress progress =
        new TerminalProgress(stdout, spec.commandLine().getErr(), System.console() != null);
    if (resume && directory.readStatus().map(Status::outcome).orElse(null) == Outcome.COMPLETED) {
      stdout.println("the run in " + directory.path() + " is completed; nothing to do");
      return ExitCode.OK.code();
    }
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), progress::note);
    TrainSession session =
        new TrainSession(cache, progress, Clock.systemUTC(), originalArguments());
    try (Interruption interruption = new Interruption()) {
      if (!directory.exists()) {
        directory.create();
        keep(directory);
      }
      Outcome outcome =
          session.train(
              bound,
              directory,
              resume ? new Start.Resume() : new Start.Fresh(),
              interruption::requested);
      return report(outcome, directory);
    }
  }

  private List<String> originalArguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private void keep(RunDirectory directory) {
    try {
      directory.write(directory.config(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  private int report(Outcome outcome, RunDirectory directory) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (outcome == Outcome.COMPLETED) {
      Status.Result result = directory.readStatus().orElseThrow().result();
      stdout.printf(
          Locale.ROOT,
          "done: %s, %s of training, in %s%n",
          loss(result),
          TerminalProgress.duration(result.seconds()),
          directory.path());
      return ExitCode.OK.code();
    } else if (outcome == Outcome.DIVERGED) {
      return ExitCode.DIVERGED.code();
    }
    stdout.println("interrupted and saved; continue with:");
    stdout.println("  " + resumeCommand(directory));
    stdout.flush();
    return ExitCode.INTERRUPTED.code();
  }

  private static String loss(Status.Result result) {
    return result.finalLossNats() == null
        ? String.format(
            Locale.ROOT,
            "no loss was measured, since nothing is held out (the last batch's was %.4f)",
            result.finalTrainLossNats())
        : String.format(Locale.ROOT, "loss %.4f nats a token", result.finalLossNats());
  }

  private String resumeCommand(RunDirectory directory) {
    StringBuilder command = new StringBuilder("./kleiber train " + file);
    command.append(tiny == null ? "" : tiny);
    overrides.forEach(override -> command.append(" --set '").append(override).append('\''));
    return command.append(" --out ").append(directory.path()).append(" --resume").toString();
  }
}
