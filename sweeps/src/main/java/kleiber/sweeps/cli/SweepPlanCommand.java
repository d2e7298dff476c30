package kleiber.sweeps.cli;

import kleiber.sweeps.plan.Plan;
import kleiber.trainer.ExitCode;
import kleiber.trainer.cli.Subcommand;
import kleiber.trainer.data.DatasetCache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows every run of a sweep and what it will take; trains nothing.")
public final class SweepPlanCommand implements Subcommand {
  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DatasetCache cache =
        new DatasetCache(
            DatasetCache.defaultFolder(), note -> spec.commandLine().getErr().println(note));
    Plan plan = Plan.of(options.file(), cache);
    PlanPrinter.print(plan, spec.commandLine().getOut());
    return ExitCode.OK.code();
  }
}
