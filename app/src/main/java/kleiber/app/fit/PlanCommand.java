package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.json.Json;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.planner.ModelPlan;
import kleiber.analysis.planner.PlanBudget;
import kleiber.analysis.study.FitReport;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
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
    description = "Finds the best model for a budget, and what smaller models would cost.")
public final class PlanCommand implements Subcommand {
  @Parameters(paramLabel = "FIT", description = "A fit.json of kleiber fit --out.")
  private Path file;

  @Option(names = "--flops", paramLabel = "C", description = "Budget in FLOPs.")
  private Double flops;

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      description = "Budget in hours; needs --flops-per-second.")
  private Double hours;

  @Option(
      names = "--money",
      paramLabel = "SUM",
      description = "Budget in money; needs --flops-per-second and --price-per-hour.")
  private Double money;

  @Option(
      names = "--flops-per-second",
      paramLabel = "RATE",
      description = "Speed that training reaches, in FLOPs per second.")
  private Double speed;

  @Option(
      names = "--price-per-hour",
      paramLabel = "PRICE",
      description = "What an hour of the machine costs.")
  private Double price;

  @Option(
      names = "--inference-tokens",
      paramLabel = "TOKENS",
      description = "Tokens that the model will serve in its lifetime, at 2N FLOPs each.")
  private Double inference;

  @Option(
      names = "--unique-tokens",
      paramLabel = "TOKENS",
      description = "How many different tokens there are to train on.")
  private Double unique;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FitReport report = FitFile.read(file);
    if (!report.fit().allocates() && !(report.fit().law() instanceof DataConstrained)) {
      throw KleiberException.usage(
          "a plan needs a law of N and D; "
              + file
              + " holds "
              + report.fit().law().id()
              + "; fit chinchilla, coupled or kaplan to the same runs");
    }
    ModelPlan plan =
        ModelPlan.of(
            report.fit(),
            report.confidence().warnings(),
            new RecipeShapes(),
            budget(),
            tokens(inference, "--inference-tokens"),
            tokens(unique, "--unique-tokens"));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.mapper().writeValueAsString(plan));
    } else {
      PlanPrinter.print(plan, report, out);
    }
    return 0;
  }

  /** A number of tokens; 0 where it is not given. */
  private double tokens(Double value, String option) {
    return value == null ? 0 : positive(value, option);
  }

  private PlanBudget budget() {
    int given = (flops != null ? 1 : 0) + (hours != null ? 1 : 0) + (money != null ? 1 : 0);
    if (given != 1) {
      throw usage("give exactly one of --flops, --hours and --money");
    }
    Double rate = speed == null ? null : Double.valueOf(positive(speed, "--flops-per-second"));
    Double cost = price == null ? null : Double.valueOf(positive(price, "--price-per-hour"));
    if (flops != null) {
      return new PlanBudget(positive(flops, "--flops"), rate, cost);
    }
    double perSecond = positive(speed, "--flops-per-second");
    return hours != null
        ? PlanBudget.ofHours(positive(hours, "--hours"), perSecond, cost)
        : PlanBudget.ofMoney(
            positive(money, "--money"), perSecond, positive(price, "--price-per-hour"));
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
