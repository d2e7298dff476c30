package kleiber.app.sweep;

import java.io.PrintWriter;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows every run of a sweep and what it will take; trains nothing.")
public final class SweepPlanCommand implements Subcommand {
  @Mixin private SweepOptions options;
  @Mixin private MachineOptions machine;

  @Option(
      names = "--price-per-hour",
      paramLabel = "PRICE",
      showDefaultValue = Visibility.NEVER,
      description = "What an hour of the machine costs, to print what the sweep will.")
  private double price;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--write",
      description = "Write the plan into the sweep's folder, for workers to train: sweep work.")
  private boolean write;

  @Option(
      names = "--extend",
      description = "With --write, accept runs that the sweep did not have before.")
  private boolean extend;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    SweepFile file = options.file();
    Sweep sweep =
        Sweep.prepare(
            file,
            options.folder(),
            machine.choose(file),
            note -> spec.commandLine().getErr().println(note));
    if (write) {
      sweep.commit(extend);
    }
    PlanReport report = PlanReport.of(sweep, file.spec(), price);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson() : report.toText());
    out.flush();
    return ExitCode.OK.code();
  }
}
