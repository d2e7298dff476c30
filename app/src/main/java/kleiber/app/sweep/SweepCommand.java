package kleiber.app.sweep;

import kleiber.app.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Plans and trains many models, and collects them in one table.",
    subcommands = {
      SweepDesignCommand.class,
      SweepPlanCommand.class,
      SweepRunCommand.class,
      SweepSubmitCommand.class,
      SweepWorkCommand.class,
      SweepStatusCommand.class,
      SweepCancelCommand.class,
      SweepCollectCommand.class,
      SweepBestCommand.class
    })
public final class SweepCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "give a command: kleiber sweep design, plan, run, submit, status, collect or best SPEC, such as"
            + " configs/sweeps/grid-wordnet.yaml");
  }
}
