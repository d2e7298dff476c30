package kleiber.analysis.cli;

import java.util.Locale;
import java.util.Map;
import kleiber.analysis.fit.FitStudy;
import kleiber.analysis.fit.LawChoice;
import kleiber.analysis.fit.Penalty;
import kleiber.trainer.config.Suggestion;
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
      names = "--bootstrap",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Number of bootstrap refits.")
  private int draws;

  @Option(
      names = "--level",
      paramLabel = "X",
      defaultValue = "0.9",
      description = "Level of the intervals.")
  private double level;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
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
    return new FitStudy(penalty(), draws, level, seed, pool);
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
