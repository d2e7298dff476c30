package kleiber.analysis.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Input;
import kleiber.analysis.planner.Plan;
import kleiber.analysis.uncertainty.Interval;
import kleiber.trainer.KleiberException;
import kleiber.trainer.cli.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "The best model for a budget, and what smaller models would cost.")
public final class PlanCommand implements Subcommand {
  @Parameters(paramLabel = "FIT", description = "A fit.json of kleiber fit --out.")
  private Path file;

  @Option(names = "--flops", description = "Budget in FLOPs.")
  private Double flops;

  @Option(names = "--hours", description = "Budget in hours; needs --flops-per-second.")
  private Double hours;

  @Option(names = "--money", description = "Budget in money; needs --price-per-hour too.")
  private Double money;

  @Option(names = "--flops-per-second", description = "Speed that training reaches.")
  private Double speed;

  @Option(names = "--price-per-hour", description = "Price of the machine.")
  private Double price;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FitReport report = FitReport.read(file);
    if (!report.toLaw().inputs().equals(java.util.List.of(Input.N, Input.D))) {
      throw KleiberException.usage(
          "a plan needs a law of N and D; " + file + " holds " + report.law());
    }
    Plan plan = Plan.of(report, budget());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(plan));
      return 0;
    }
    out.printf(Locale.ROOT, "%.3g FLOPs: %s%n%n", plan.flops(), plan.distance().label());
    line(out, "parameters N*", plan.n(), plan.nInterval());
    line(out, "tokens D*", plan.d(), plan.dInterval());
    line(out, "tokens a parameter", plan.d() / plan.n(), plan.ratioInterval());
    line(out, "loss", plan.loss(), plan.lossInterval());
    out.printf(
        Locale.ROOT,
        "shape              %d layers, width %d, %d heads (without embeddings %.3g parameters)%n%n",
        plan.shape().layers(),
        plan.shape().width(),
        plan.shape().heads(),
        plan.shape().params());
    out.println("the same loss from a smaller model (de Vries):");
    for (Plan.Smaller smaller : plan.smaller()) {
      out.printf(
          Locale.ROOT,
          "  %3.0f %% of N*: %.3g parameters, %.3g tokens, %+.1f %% compute%n",
          100 * smaller.part(),
          smaller.n(),
          smaller.d(),
          100 * smaller.overhead());
    }
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    return 0;
  }

  private void line(PrintWriter out, String name, double value, Interval interval) {
    out.printf(
        Locale.ROOT, "%-18s %.4g   (%.4g to %.4g)%n", name, value, interval.low(), interval.high());
  }

  private double budget() {
    int given = (flops != null ? 1 : 0) + (hours != null ? 1 : 0) + (money != null ? 1 : 0);
    if (given != 1) {
      throw usage("give exactly one of --flops, --hours and --money");
    }
    if (flops != null) {
      return positive(flops, "--flops");
    }
    double perSecond = positive(speed, "--flops-per-second");
    if (hours != null) {
      return positive(hours, "--hours") * 3600 * perSecond;
    }
    return positive(money, "--money") / positive(price, "--price-per-hour") * 3600 * perSecond;
  }

  private double positive(Double value, String option) {
    if (value == null || !(value > 0) || value.isInfinite()) {
      throw usage(option + " must be given and positive");
    }
    return value;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
