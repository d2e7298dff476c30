package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import kleiber.analysis.batch.BatchStudy;
import kleiber.analysis.gallery.CriticalBatchFigures;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.study.FitStudy;
import kleiber.app.Subcommand;
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
    BatchStudy study = BatchStudy.of(sweep, targets, level, draws, FitStudy.SEED);
    PrintWriter out = spec.commandLine().getOut();
    CriticalBatchPrinter printer = new CriticalBatchPrinter(study);
    out.print(json ? printer.toJson() : printer.toText());
    out.flush();
    if (figures != null) {
      Gallery.write(CriticalBatchFigures.of(study.all()), figures);
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
}
