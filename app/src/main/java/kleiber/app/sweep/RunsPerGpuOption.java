package kleiber.app.sweep;

import kleiber.sweeps.launch.MachineRequest;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many runs train at once on each GPU. */
public final class RunsPerGpuOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--runs-per-gpu",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description =
          "Runs at once on each GPU: a number, or auto (the default), which measures how many fill"
              + " it. Results do not depend on it.")
  private String runs;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Null where nothing was said. */
  public Integer value() {
    String said = given();
    return said == null
        ? null
        : said.equals(AUTO) ? Integer.valueOf(MachineRequest.AUTO) : Integer.valueOf(said);
  }

  /** As it was given, for another command; null where nothing was said. */
  String given() {
    if (runs == null) {
      return null;
    }
    if (!runs.equals(AUTO) && !runs.matches("[1-9]\\d{0,3}")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--runs-per-gpu is auto or a whole number from 1, not " + runs);
    }
    return runs;
  }
}
