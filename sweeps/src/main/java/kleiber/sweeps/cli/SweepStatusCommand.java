package kleiber.sweeps.cli;

import java.io.PrintWriter;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.trainer.ExitCode;
import kleiber.trainer.cli.Subcommand;
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
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Mixin private SweepOptions options;

  @Option(names = "--watch", description = "Look again every two seconds until all runs ended.")
  private boolean watch;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    SweepFolder folder = options.folder();
    PrintWriter out = spec.commandLine().getOut();
    while (true) {
      Ledger ledger = folder.requireLedger();
      StatusReport report = StatusReport.of(folder, ledger);
      String text = json ? report.toJson() : report.toText();
      out.print(watch && Terminal.isPresent() ? CLEAR + text : text);
      out.flush();
      if (!watch || report.isOver()) {
        return ExitCode.OK.code();
      }
      Thread.sleep(WATCH_MILLIS);
    }
  }
}
