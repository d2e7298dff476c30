package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import kleiber.analysis.anneal.CurveFit;
import kleiber.analysis.anneal.CurveFitter;
import kleiber.analysis.anneal.CurveLaw;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.anneal.LoggedRuns;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.output.AtomicFile;
import kleiber.core.schema.Suggestion;
import kleiber.record.table.CurveColumn;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber curves}. */
@Command(
    name = "curves",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Fits a curve law to every logged point of runs of one size, and predicts the ends of the"
            + " others.")
public final class CurvesCommand implements Subcommand {
  @Parameters(paramLabel = "CURVES", description = "A curves.csv, or the folder of a sweep.")
  private Path table;

  @Option(
      names = "--law",
      paramLabel = "NAME",
      defaultValue = "annealing",
      description = "annealing, or multi-power, which needs cosines of two lengths.")
  private String law;

  @Option(
      names = "--fit",
      paramLabel = "RUN,...",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Ids of the runs to fit; by default all, and then none is predicted.")
  private List<String> fitted = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the fit goes, for train --expect.")
  private Path out;

  @Option(names = "--json", description = "Print the fit as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CurveLaw chosen = law();
    List<LoggedRun> runs = LoggedRuns.read(file());
    requireKnown(runs);
    List<LoggedRun> own = runs.stream().filter(this::isFitted).toList();
    CurveFit fit = CurveFitter.fit(chosen, own);
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(fit.toJson());
    } else {
      // The law is of one size and one batch, so other runs of the table are not its.
      new CurvesPrinter(stdout, fit)
          .print(runs.stream().filter(run -> run.isOf(fit.n(), fit.tokensPerStep())).toList());
    }
    if (out != null) {
      AtomicFile.replace(out, fit.toJson());
      if (!json) {
        stdout.println("written to " + out);
      }
    }
    return 0;
  }

  private CurveLaw law() {
    List<String> names = CurveLaw.all().stream().map(CurveLaw::id).toList();
    String name = law.toLowerCase(Locale.ROOT);
    return CurveLaw.all().stream()
        .filter(each -> each.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no curve law \""
                        + law
                        + "\""
                        + Suggestion.phrase(name, names)
                        + " There are "
                        + String.join(", ", names)));
  }

  private Path file() {
    return Files.isDirectory(table) ? table.resolve(CurveColumn.FILE) : table;
  }

  private boolean isFitted(LoggedRun run) {
    return fitted.isEmpty() || fitted.contains(run.id());
  }

  private void requireKnown(List<LoggedRun> runs) {
    List<String> ids = runs.stream().map(LoggedRun::id).toList();
    for (String id : fitted) {
      if (!ids.contains(id)) {
        throw KleiberException.usage(
            "--fit: "
                + file()
                + " has no run \""
                + Shown.value(id)
                + "\""
                + Suggestion.phrase(id, ids)
                + " It has "
                + Shown.value(String.join(", ", ids)));
      }
    }
  }
}
