package kleiber.app.fit;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.planner.WantedModel;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The models that a report predicts without their having been trained. */
final class WantedOptions {
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

  /** Those that were asked for. */
  List<WantedModel> models() {
    List<WantedModel> models = new ArrayList<>();
    if (flops != null) {
      models.add(new WantedModel(true, flops));
    }
    if (params != null) {
      models.add(new WantedModel(false, params));
    }
    return models;
  }
}
