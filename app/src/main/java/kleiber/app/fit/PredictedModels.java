package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.study.FitReport;
import kleiber.core.KleiberException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The models that a report predicts without their having been trained. */
final class PredictedModels {
  @Option(
      names = "--target-flops",
      paramLabel = "C",
      description = "Also predict the best model of so many FLOPs.")
  private Double flops;

  @Option(
      names = "--target-params",
      paramLabel = "N",
      description =
          "Also predict a model of so many parameters, on the tokens for which that size is best.")
  private Double params;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Refuses what cannot be meant. */
  void require() {
    require(flops, "--target-flops");
    require(params, "--target-params");
  }

  private void require(Double value, String option) {
    if (value != null && !(value > 0 && !value.isInfinite())) {
      throw new CommandLine.ParameterException(command.commandLine(), option + " must be above 0");
    }
  }

  /**
   * What a fit predicts of them.
   *
   * @param faults told why one cannot be predicted, which ends no report
   */
  List<PredictedModel> by(FitReport report, Consumer<String> faults) {
    List<PredictedModel> models = new ArrayList<>();
    if (flops != null) {
      add(models, () -> PredictedModel.ofFlops(report.fit(), flops), faults);
    }
    if (params != null) {
      add(models, () -> PredictedModel.ofParams(report.fit(), params), faults);
    }
    return models;
  }

  private static void add(
      List<PredictedModel> models, Supplier<PredictedModel> model, Consumer<String> faults) {
    try {
      models.add(model.get());
    } catch (KleiberException e) {
      faults.accept(e.getMessage());
    }
  }

  /** A line for each. */
  static void print(List<PredictedModel> models, PrintWriter out) {
    for (PredictedModel model : models) {
      double loss = model.prediction().loss();
      out.printf(
          Locale.ROOT,
          "target     %.3g FLOPs, %.3g parameters on %.3g tokens: predicted %s (%s), not trained;"
              + " %s%n",
          model.flops(),
          model.n(),
          model.d(),
          Cells.number("%.4f", loss),
          Cells.interval("%.4f", loss, model.prediction().newRun()),
          model.distance().label());
    }
  }
}
