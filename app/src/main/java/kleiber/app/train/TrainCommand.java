package kleiber.app.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.app.Interruption;
import kleiber.app.Subcommand;
import kleiber.app.Terminal;
import kleiber.core.ExitCode;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.Rounded;
import kleiber.core.ShellWords;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.recipe.Recipe;
import kleiber.lm.recipe.ScaleDown;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.run.Start;
import kleiber.lm.run.TrainSession;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
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
      showDefaultValue = Visibility.NEVER,
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

    private List<String> words() {
      List<String> words = new ArrayList<>(List.of("--tiny", params, "--tokens", tokens));
      if (size != null) {
        words.addAll(List.of("--size", size));
      }
      return words;
    }
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder; by default runs/NAME-HASH.")
  private Path out;

  @Option(
      names = "--expect",
      paramLabel = "FIT",
      description =
          "A curve law of kleiber curves --out: show the loss that it expects, and warn once of a"
              + " run that deviates from it.")
  private Path expected;

  @Option(
      names = "--show-model",
      description =
          "Show every op of the model with its shape, parameters, FLOPs and memory, and train"
              + " nothing.")
  private boolean modelShown;

  @Option(names = "--resume", description = "Continue the run in the folder, if there is one.")
  private boolean resume;

  @Option(
      names = "--allow-changes",
      description =
          "With --resume: go on even where text, tokenizer, backend, precision or threads are"
              + " others than the run began with.")
  private boolean changesAllowed;

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
    Start start = resume ? new Start.Resume(changesAllowed) : new Start.Fresh();
    PrintWriter stdout = spec.commandLine().getOut();
    Interruption interruption = Interruption.of(spec);
    TerminalProgress progress =
        new TerminalProgress(stdout, spec.commandLine().getErr(), Terminal.find());
    DatasetCache cache = new DatasetCache(DatasetCache.defaultFolder(), progress::note);
    TrainSession session =
        new TrainSession(cache, progress, Clock.systemUTC(), originalArguments());
    if (out != null && !modelShown) {
      session.requirePlace(bound, new RunDirectory(out), start);
    }
    PreparedRun run = session.prepare(bound);
    if (modelShown) {
      show(run).forEach(stdout::println);
      return ExitCode.OK.code();
    }
    if (expected != null) {
      progress.expect(ExpectedBand.watch(expected, run, progress));
    }
    RunDirectory directory = out != null ? new RunDirectory(out) : standard(session, bound, run);
    if (!directory.exists()) {
      directory.create();
      keep(directory);
    }
    interruption.lastWord(
        "stopped before a checkpoint was written; continue with:\n  " + resumeCommand(directory));
    Outcome outcome = session.train(run, directory, start, interruption.request());
    return report(outcome, directory, progress.hasSaved());
  }

  private static List<String> show(PreparedRun run) {
    BatchLayout layout = run.data().layout();
    int sequences = run.config().batch().microSequences();
    try (Backend backend = run.selection().open().backend()) {
      Blueprint blueprint = Blueprint.of(run.spec(), layout, true);
      return new ModelSheet(blueprint, layout, sequences, backend.kernels().productType()).lines();
    }
  }

  /**
   * The run's folder by its name and identity. A run that is to go on may have been begun with
   * another text or precision and so under another identity: then that one, which will say so.
   */
  private RunDirectory standard(
      TrainSession session, ConfigBinder.Bound<TrainConfig> bound, PreparedRun run) {
    Path runs = Path.of("runs");
    String name = bound.config().name() + "-" + run.identity().hash12();
    RunDirectory own = new RunDirectory(runs.resolve(name));
    return resume && !own.exists() ? session.find(runs, bound).orElse(own) : own;
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

  private int report(Outcome outcome, RunDirectory directory, boolean saved) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (outcome == Outcome.COMPLETED) {
      Status.Result result = directory.readStatus().orElseThrow().result();
      stdout.printf(
          Locale.ROOT,
          "done: %s, %s of training, in %s%n",
          loss(result),
          Rounded.duration(result.seconds()),
          directory.path());
      return ExitCode.OK.code();
    } else if (outcome == Outcome.DIVERGED) {
      return ExitCode.DIVERGED.code();
    } else if (!saved) {
      return Interruption.NOTHING_SAVED;
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
        : String.format(Locale.ROOT, "loss %.4f nats per token", result.finalLossNats());
  }

  private String resumeCommand(RunDirectory directory) {
    List<String> words = new ArrayList<>(List.of("train", file.toString()));
    if (tiny != null) {
      words.addAll(tiny.words());
    }
    overrides.forEach(override -> words.addAll(List.of("--set", override)));
    if (expected != null) {
      words.addAll(List.of("--expect", expected.toString()));
    }
    words.addAll(List.of("--out", directory.path().toString(), "--resume"));
    if (changesAllowed) {
      words.add("--allow-changes");
    }
    return ShellWords.kleiber(words);
  }
}
