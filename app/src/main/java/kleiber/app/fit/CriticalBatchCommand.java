package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.anneal.LoggedRuns;
import kleiber.analysis.batch.CriticalBatchFit;
import kleiber.analysis.batch.CriticalBatches;
import kleiber.analysis.batch.Ladder;
import kleiber.analysis.gallery.CriticalBatchFigures;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.study.FitStudy;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
import kleiber.record.table.CurveColumn;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber critical-batch}. */
@Command(
    name = "critical-batch",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Finds the batch beyond which more sequences save few steps, from a sweep over batches.")
public final class CriticalBatchCommand implements Subcommand {
  @Parameters(
      paramLabel = "SWEEP",
      description = "The folder of a sweep, or a curves.csv, of runs that evaluate as they train.")
  private Path sweep;

  @Option(
      names = "--targets",
      paramLabel = "LOSS",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "Losses in nats per token to count steps to; by default three that all batches reached.")
  private List<Double> targets = List.of();

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      defaultValue = "" + FitStudy.DRAWS,
      description = "Number of bootstrap refits.")
  private int draws;

  @Option(
      names = "--level",
      paramLabel = "X",
      defaultValue = "" + FitStudy.LEVEL,
      description = "Level of intervals.")
  private double level;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Folder for figures as SVG, PNG and PDF.")
  private Path figures;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    require(draws > 0 && draws <= 100_000, "--bootstrap must be from 1 to 100,000");
    require(level > 0 && level < 1, "--level must be between 0 and 1");
    require(
        targets.stream().allMatch(loss -> loss > 0 && loss < Double.POSITIVE_INFINITY),
        "--targets are losses above 0");
    Path curves = Files.isDirectory(sweep) ? sweep.resolve(CurveColumn.FILE) : sweep;
    List<LoggedRun> runs = LoggedRuns.read(curves);
    requireEvaluations(curves, runs);
    List<Ladder> ladders = CriticalBatchFit.ladders(runs, targets);
    CriticalBatches found = CriticalBatchFit.of(ladders, level, draws, FitStudy.SEED);
    if (found.found().isEmpty()) {
      throw KleiberException.usage(
          curves
              + ": no loss was reached at three batches or more of one size, which a hyperbola"
              + " needs; give --targets that more runs reach, or train more batches");
    }
    PrintWriter out = spec.commandLine().getOut();
    CriticalBatchPrinter printer =
        new CriticalBatchPrinter(found, Files.isDirectory(sweep) ? sweep : null);
    out.print(json ? printer.toJson() : printer.toText());
    out.flush();
    if (figures != null) {
      Gallery.write(CriticalBatchFigures.of(found), figures);
      if (!json) {
        out.println("figures in " + figures);
      }
    }
    return 0;
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw new CommandLine.ParameterException(spec.commandLine(), fault);
    }
  }

  /** Losses of single batches are too noisy to say when a loss was reached. */
  private static void requireEvaluations(Path curves, List<LoggedRun> runs) {
    for (LoggedRun run : runs) {
      long evaluations =
          run.losses().stream().filter(loss -> loss.kind() != LoggedRun.Kind.BATCH).count();
      if (evaluations < 2) {
        throw KleiberException.usage(
            curves
                + ": run "
                + run.id()
                + " has "
                + (evaluations == 0 ? "no evaluation" : "one evaluation")
                + ", and steps to a loss are read between evaluations; train with eval.every, such"
                + " as a fiftieth of the steps");
      }
    }
  }
}
