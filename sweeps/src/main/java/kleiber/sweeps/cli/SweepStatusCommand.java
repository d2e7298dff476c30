package kleiber.sweeps.cli;

import java.io.PrintWriter;
import java.util.Optional;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.trainer.ExitCode;
import kleiber.trainer.cli.Subcommand;
import kleiber.trainer.runlog.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how the runs of a sweep stand.")
public final class SweepStatusCommand implements Subcommand {
  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SweepFolder folder = options.folder();
    PrintWriter out = spec.commandLine().getOut();
    for (Ledger.Entry run : folder.requireLedger().runs()) {
      Optional<Status> status = folder.run(run.id()).readStatus();
      out.println(
          run.id() + "  " + status.map(s -> s.outcome() + " " + s.step()).orElse("pending"));
    }
    return ExitCode.OK.code();
  }
}
