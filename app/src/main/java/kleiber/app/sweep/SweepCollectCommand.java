package kleiber.app.sweep;

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
  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    SweepFolder folder = options.folder();
    Collector.collect(folder);
    spec.commandLine().getOut().println("written: " + folder.runsCsv());
    return ExitCode.OK.code();
  }
}
