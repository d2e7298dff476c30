package kleiber.app.fit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.FloorPrior;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.study.LawChoice;
import kleiber.core.schema.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a law is fitted. */
final class FitOptions {
  @Option(
      names = "--penalty",
      paramLabel = "NAME",
      defaultValue = "huber",
      description =
          "huber, squared, or asymmetric (absolute deviations; predictions that are too high cost"
              + " 10 times as much).")
  private String penalty;

  @Option(
      names = "--delta",
      paramLabel = "X",
      defaultValue = "1e-3",
      description = "Huber's delta, in log loss.")
  private double delta;

  @Option(
      names = "--floor",
      paramLabel = "FRACTION,SPREAD",
      description =
          "What is believed of the floor E before the runs are asked, as a fraction of their lowest"
              + " loss, such as 0.35,0.1; by default nothing.")
  private String floor;

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
      description = "Level of the intervals.")
  private double level;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + FitStudy.SEED,
      description = "Seed of the bootstrap.")
  private long seed;

  @Option(
      names = "--pool",
      description =
          "Predict with all laws of the same inputs, each by its weight: far from the runs they"
              + " differ, and intervals widen.")
  private boolean pool;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The study that was asked for. */
  FitStudy study() {
    if (draws < 20 || !(level > 0 && level < 1) || !(delta > 0)) {
      throw usage("--bootstrap is at least 20, --level in (0, 1), --delta above 0");
    }
    return new FitStudy(new Criterion(penalty(), floor()), draws, level, seed, pool);
  }

  /** The law of a name. */
  LawChoice choice(String law, Map<String, Double> given) {
    String name = law.toLowerCase(Locale.ROOT);
    if (!LawChoice.names().contains(name)) {
      throw usage(
          "no law \""
              + law
              + "\""
              + Suggestion.phrase(name, LawChoice.names())
              + " There are "
              + String.join(", ", LawChoice.names()));
    }
    return new LawChoice(name, given);
  }

  private Optional<FloorPrior> floor() {
    if (floor == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(FloorPrior.parse(floor));
    } catch (IllegalArgumentException e) {
      throw usage("--floor " + e.getMessage());
    }
  }

  private Penalty penalty() {
    return switch (penalty) {
      case "huber" -> new Penalty.Huber(delta);
      case "squared" -> new Penalty.Squared();
      case "asymmetric" -> new Penalty.Asymmetric(10, 1e-7);
      default -> throw usage("--penalty is huber, squared or asymmetric, not \"" + penalty + "\"");
    };
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
