package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.Optional;
import kleiber.app.Subcommand;
import kleiber.app.Terminal;
import kleiber.core.ExitCode;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.PathPrograms;
import kleiber.sweeps.slurm.Slurm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says how the runs of a sweep stand, from its files, wherever it is running.")
public final class SweepStatusCommand implements Subcommand {
  private static final long WATCH_MILLIS = 2000;

  @Mixin private SweepOptions options;

  @Option(
      names = "--watch",
      description = "Look again every two seconds until all runs have ended.")
  private boolean watch;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    SweepFolder folder = options.folder();
    PrintWriter out = spec.commandLine().getOut();
    StatusReport report = look(folder);
    if (watch) {
      StatusWatch screen = new StatusWatch(out, json ? Optional.empty() : Terminal.find(), json);
      while (!report.isOver()) {
        screen.show(report);
        Thread.sleep(WATCH_MILLIS);
        report = look(folder);
      }
      screen.close();
    }
    out.print(json ? report.toJson() : report.toText() + jobs(folder));
    out.flush();
    return ExitCode.OK.code();
  }

  private static String jobs(SweepFolder folder) {
    return JobTable.of(folder, new Slurm(new PathPrograms(System.getenv())));
  }

  private static StatusReport look(SweepFolder folder) {
    return StatusReport.of(folder, folder.requireLedger());
  }
}
