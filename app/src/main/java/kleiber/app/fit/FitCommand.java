package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.gallery.Gallery;
import kleiber.analysis.latex.LatexTables;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.study.LawChoice;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Observations;
import kleiber.app.Subcommand;
import kleiber.core.output.AtomicFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber fit}. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Fits a scaling law to a table of runs, with intervals and warnings.")
public final class FitCommand implements Subcommand {
  @Mixin private TableOptions table;
  @Mixin private FitOptions options;

  @Option(
      names = "--law",
      paramLabel = "NAME",
      description =
          "chinchilla (the default), coupled, kaplan, kaplan-steps, data-constrained, power-nd and"
              + " rate-n (for learning rates and batches), steps-batch, critical-batch, or power-x, floor-x,"
              + " bnsl-x with n, d or c for x.")
  private String law;

  @Option(
      names = "--given",
      paramLabel = "NAME=VALUE",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "First stage of data-constrained (E, A, alpha, B, beta); else fitted to unrepeated runs.")
  private Map<String, Double> given = Map.of();

  @Option(
      names = "--compare",
      description = "Test the other laws of the same inputs by rollout too.")
  private boolean compare;

  @Option(
      names = "--every-convention",
      description = "Fit again under every way to count parameters and FLOPs of runs.csv.")
  private boolean everyConvention;

  @Option(names = "--out", paramLabel = "FILE", description = "Where fit.json goes.")
  private Path out;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Where figures go, each as SVG, PNG and PDF.")
  private Path figures;

  @Option(
      names = "--draws",
      paramLabel = "FILE",
      description = "Where the parameters of every bootstrap refit go, as CSV, a column each.")
  private Path draws;

  @Option(names = "--json", description = "Print the fit as JSON.")
  private boolean json;

  @Option(
      names = "--latex",
      description =
          "Print the parameters as a LaTeX table; with --compare another of all laws follows.")
  private boolean latex;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (json && latex) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--json and --latex exclude each other; give one of them");
    }
    FitStudy study = options.study();
    LawChoice choice = options.choice(law == null ? table.standardLaw() : law, given);
    List<Curve> curves = table.runs().learningCurves();
    Evidence evidence =
        table.evidence(choice, everyConvention ? Convention.all() : List.of(), curves);
    Observations runs = evidence.table();
    FitReport report = study.study(choice, evidence, compare);
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(FitFile.text(report));
    } else if (latex) {
      stdout.println(LatexTables.of(report).stripTrailing());
    } else {
      FitPrinter.print(report, stdout);
    }
    if (out != null) {
      FitFile.write(out, report);
      say("written to " + out);
    }
    if (draws != null) {
      AtomicFile.replace(draws, DrawsFile.of(report));
      say(report.fit().internal().draws().size() + " refits in " + draws);
    }
    if (figures != null) {
      Gallery.write(Gallery.of(report, runs, curves), figures);
      say("figures in " + figures);
    }
    return 0;
  }

  /** Says what was written, unless what is printed is for another program. */
  private void say(String words) {
    if (!json && !latex) {
      spec.commandLine().getOut().println(words);
    }
  }
}
