package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.report.Report;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.study.LawChoice;
import kleiber.analysis.study.RunsFile;
import kleiber.analysis.table.Observations;
import kleiber.app.Subcommand;
import kleiber.app.Version;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fits laws to a sweep and writes report.html, fit.json and figures into its folder.",
      "For a table outside a sweep's folder they go to a new folder beside it, TABLE-report."
    })
public final class ReportCommand implements Subcommand {
  @Mixin private TableOptions table;
  @Mixin private FitOptions options;
  @Mixin private WantedOptions wanted;

  @Option(
      names = "--law",
      paramLabel = "NAME",
      showDefaultValue = Visibility.NEVER,
      description =
          "A law, as in kleiber fit. Repeatable; the summary is about the first. By default"
              + " chinchilla, or no law where the runs cannot determine it.")
  private Set<String> laws = new LinkedHashSet<>();

  @Option(names = "--out", paramLabel = "DIR", description = "Where the files go.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    wanted.require();
    FitStudy study = options.study();
    List<LawChoice> choices = laws.stream().map(law -> options.choice(law, Map.of())).toList();
    RunsFile runs = table.runs();
    Observations rows = runs.rows();
    List<Curve> curves = runs.learningCurves();
    List<Report.Fitted> fits = new ArrayList<>();
    String unfitted = "";
    for (LawChoice choice : choices) {
      fits.add(fit(study, choice, curves, fits.isEmpty()));
    }
    if (laws.isEmpty()) {
      try {
        fits.add(fit(study, options.choice(table.standardLaw(), Map.of()), curves, true));
      } catch (KleiberException e) {
        unfitted = e.getMessage();
        spec.commandLine().getErr().println("no law fitted: " + unfitted);
      }
    }
    Report report = Report.of(runs.file(), rows, curves, fits, unfitted, command(), Version.NUMBER);
    Path page = report.write(folder());
    PrintWriter stdout = spec.commandLine().getOut();
    VerdictPrinter.print(fits, page, stdout);
    return ExitCode.OK.code();
  }

  /**
   * @param first whether it is said what the law cannot predict; another is shown without
   */
  private Report.Fitted fit(FitStudy study, LawChoice choice, List<Curve> curves, boolean first) {
    Consumer<String> faults =
        first ? fault -> VerdictPrinter.fault(fault, spec.commandLine().getOut()) : fault -> {};
    return Report.Fitted.of(
        study,
        choice,
        table.evidence(choice, table.runs().conventions(), curves),
        wanted.models(),
        faults);
  }

  private Path folder() {
    Path file = table.file().toAbsolutePath();
    if (out != null) {
      return out;
    }
    return table.isSweep()
        ? file.getParent()
        : file.resolveSibling(
            file.getFileName().toString().replaceFirst("\\.[^.]+$", "") + "-report");
  }

  /** What was given, in a form that works in every folder. */
  private String command() {
    Set<String> files =
        spec.commandLine().getParseResult().matchedArgs().stream()
            .filter(argument -> argument.getValue() instanceof Path)
            .flatMap(argument -> argument.originalStringValues().stream())
            .collect(Collectors.toSet());
    List<String> words =
        spec.root().commandLine().getParseResult().originalArgs().stream()
            .map(word -> absolute(word, files))
            .toList();
    return ShellWords.kleiber(words);
  }

  private static String absolute(String word, Set<String> files) {
    int value = word.startsWith("--") ? word.indexOf('=') + 1 : 0;
    String name = word.substring(value);
    return files.contains(name)
        ? word.substring(0, value) + Path.of(name).toAbsolutePath().normalize()
        : word;
  }
}
