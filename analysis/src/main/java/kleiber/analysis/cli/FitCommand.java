package kleiber.analysis.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.fit.FitStudy;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Law;
import kleiber.analysis.observations.Columns;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.TableReader;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.trainer.KleiberException;
import kleiber.trainer.cli.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber fit}. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Fits a scaling law to a table of runs, with intervals and warnings.")
public final class FitCommand implements Subcommand {
  @Parameters(paramLabel = "TABLE", description = "CSV, JSON lines or a JSON array of runs.")
  private Path table;

  @Option(
      names = "--law",
      defaultValue = "chinchilla",
      description =
          "chinchilla, coupled, kaplan, power-n, power-d, power-c, floor-n, floor-d, floor-c.")
  private String law;

  @Option(
      names = "--penalty",
      defaultValue = "huber",
      description = "huber, squared, or asymmetric (absolute, predictions too high cost 10 times).")
  private String penalty;

  @Option(names = "--delta", defaultValue = "1e-3", description = "Huber's delta.")
  private double delta;

  @Option(names = "--bootstrap", defaultValue = "1000", description = "Bootstrap refits.")
  private int draws;

  @Option(names = "--level", defaultValue = "0.9", description = "Level of intervals.")
  private double level;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the bootstrap.")
  private long seed;

  @Option(names = "--n", paramLabel = "COLUMN", description = "Column of parameters.")
  private String n;

  @Option(names = "--d", paramLabel = "COLUMN", description = "Column of training tokens.")
  private String d;

  @Option(names = "--c", paramLabel = "COLUMN", description = "Column of FLOPs; else 6ND.")
  private String c;

  @Option(names = "--loss", paramLabel = "COLUMN", description = "Column of losses in nats.")
  private String loss;

  @Option(names = "--compare", description = "Roll out the other laws of the same inputs too.")
  private boolean compare;

  @Option(names = "--out", paramLabel = "FILE", description = "Where fit.json goes.")
  private Path out;

  @Option(names = "--json", description = "Print the fit as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (draws < 20 || !(level > 0 && level < 1) || !(delta > 0)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--bootstrap is at least 20, --level in (0, 1), --delta above 0");
    }
    Law chosen = law();
    Observations runs = TableReader.read(table, new Columns(n, d, c, loss));
    FitReport report = new FitStudy(penalty(), draws, level, seed).study(chosen, runs, compare);
    if (out != null) {
      try {
        Files.writeString(out, report.toJson());
      } catch (IOException e) {
        throw KleiberException.failure("cannot write " + out + ": " + e, e);
      }
    }
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(report.toJson());
    } else {
      print(report, stdout);
    }
    return 0;
  }

  private Law law() {
    List<String> names = Law.all().stream().map(Law::id).toList();
    return Law.all().stream()
        .filter(l -> l.id().equals(law.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no law \"" + law + "\"; there are " + String.join(", ", names)));
  }

  private Penalty penalty() {
    return switch (penalty) {
      case "huber" -> new Penalty.Huber(delta);
      case "squared" -> new Penalty.Squared();
      case "asymmetric" -> new Penalty.Asymmetric(10, 1e-7);
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(),
              "--penalty is huber, squared or asymmetric, not \"" + penalty + "\"");
    };
  }

  private void print(FitReport report, PrintWriter out) {
    out.println(report.formula() + "   (" + report.source() + ")");
    out.printf(Locale.ROOT, "%d runs of %s%n%n", report.runs(), report.data());
    out.printf("%-10s %12s   %.0f %% interval%n", "parameter", "value", 100 * report.level());
    for (Map.Entry<String, Double> parameter : report.parameters().entrySet()) {
      Interval interval = report.intervals().get(parameter.getKey());
      out.printf(
          Locale.ROOT,
          "%-10s %12.5g   %.5g to %.5g%n",
          parameter.getKey(),
          parameter.getValue(),
          interval.low(),
          interval.high());
    }
    out.printf(
        Locale.ROOT,
        "%nobjective  %.10g (%s), %s, %.0f %% of starts agree%n",
        report.objective(),
        report.penalty(),
        report.diagnostics().converged() ? "converged" : "NOT converged",
        100 * report.diagnostics().agreeingStarts());
    out.printf(Locale.ROOT, "residuals  %.3g %%%n", 100 * report.diagnostics().residualSd());
    rollout(report.rollout(), out);
    report.comparison().forEach(other -> rollout(other, out));
    for (FitReport.Holdout holdout : report.holdouts()) {
      out.printf(
          Locale.ROOT,
          "held out   %s: predicted %.4f (%.4f to %.4f), measured %.4f, error %+.2f %%%n",
          holdout.run(),
          holdout.predicted(),
          holdout.interval().low(),
          holdout.interval().high(),
          holdout.measured(),
          100 * (holdout.predicted() / holdout.measured() - 1));
    }
    out.printf("%n%-30s %s%n", "sensitivity", String.join(" ", report.toLaw().parameters()));
    report
        .diagnostics()
        .sensitivity()
        .forEach(
            (name, values) ->
                out.printf(
                    "%-30s %s%n",
                    name,
                    java.util.Arrays.stream(values)
                        .mapToObj(v -> String.format(Locale.ROOT, "%.4g", v))
                        .collect(Collectors.joining(" "))));
    report.excluded().forEach((run, why) -> out.println("left out   " + run + ": " + why));
    report.warnings().forEach(warning -> out.println("warning    " + warning));
    if (this.out != null) {
      out.println("written to " + this.out);
    }
  }

  private static void rollout(Rollout rollout, PrintWriter out) {
    if (rollout == null) {
      out.println("rollout    none: too few runs would be left to fit");
      return;
    }
    out.printf(
        Locale.ROOT,
        "rollout    %s: fitted to %d cheaper runs, the %d dearest (to %.3g× compute) are off by"
            + " %.2f %%, bias %+.2f %%%n",
        rollout.law(),
        rollout.fittedRuns(),
        rollout.heldOutRuns(),
        rollout.computeRatio(),
        100 * rollout.meanAbsoluteError(),
        100 * rollout.bias());
  }
}
