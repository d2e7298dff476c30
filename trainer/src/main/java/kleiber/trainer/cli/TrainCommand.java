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
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.ConfigBinder;
import kleiber.trainer.config.ConfigValues;
import kleiber.trainer.config.Resolved;
import kleiber.trainer.config.TrainConfig;
import kleiber.trainer.data.DatasetCache;
import kleiber.trainer.loop.Progress;
import kleiber.trainer.loop.TrainSession;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;
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
    ConfigValues values = ConfigValues.read(file);
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
      Outcome outcome = session.train(bound, directory, resume, interruption::requested);
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
      throw KleiberException.usage("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private int report(Outcome outcome, RunDirectory directory) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (outcome == Outcome.COMPLETED) {
      Status.Result result = directory.readStatus().orElseThrow().result();
      stdout.printf(
          Locale.ROOT,
          "done: loss %.4f nats a token, %s of training, in %s%n",
          result.finalLossNats(),
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

  private String resumeCommand(RunDirectory directory) {
    StringBuilder command = new StringBuilder("./kleiber train " + file);
    overrides.forEach(override -> command.append(" --set '").append(override).append('\''));
    return command.append(" --out ").append(directory.path()).append(" --resume").toString();
  }
}
