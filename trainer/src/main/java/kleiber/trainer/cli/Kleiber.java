package kleiber.trainer.cli;

import java.util.Iterator;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root command. Subcommands are found with {@link ServiceLoader}, so a module brings its own
 * commands and no module imports another to be runnable.
 */
@Command(
    name = "kleiber",
    mixinStandardHelpOptions = true,
    version = "kleiber 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "Trains many mini language models, fits scaling laws, predicts larger models.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:internal error",
      "2:bad usage or configuration",
      "3:corrupt data or checkpoint",
      "4:diverged",
      "5:a sweep finished with failed runs",
      "75:interrupted and resumable"
    })
public final class Kleiber {
  private Kleiber() {}

  /** Runs the command line and exits with its documented code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, with every subcommand on the class path. */
  public static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Kleiber());
    Iterator<Subcommand> subcommands = ServiceLoader.load(Subcommand.class).iterator();
    while (subcommands.hasNext()) {
      root.addSubcommand(subcommands.next());
    }
    root.setExecutionExceptionHandler(new ErrorReport());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }
}
