package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.Map;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.sweeps.collect.Collector;
import kleiber.sweeps.ledger.SweepFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep collect}. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    description = "Writes runs.csv, runs.jsonl and curves.csv, also of a sweep under way.")
public final class SweepCollectCommand implements Subcommand {
  private static final int SHOWN = 10;

  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SweepFolder folder = options.folder();
    Map<String, String> unreadable = Collector.collect(folder);
    spec.commandLine().getOut().println("written: " + folder.runsCsv());
    PrintWriter err = spec.commandLine().getErr();
    unreadable.entrySet().stream()
        .limit(SHOWN)
        .forEach(run -> err.println("warning: " + run.getKey() + ": " + run.getValue()));
    if (unreadable.size() > SHOWN) {
      err.println(
          "warning: "
              + (unreadable.size() - SHOWN)
              + " more are unreadable in "
              + folder.runsCsv());
    }
    return (unreadable.isEmpty() ? ExitCode.OK : ExitCode.CORRUPT).code();
  }
}
