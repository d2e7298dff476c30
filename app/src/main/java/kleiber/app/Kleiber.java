package kleiber.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import kleiber.core.schema.Quantity;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root command. Subcommands are found with {@link ServiceLoader}, so that only the one that is
 * called gets loaded, and this package knows none of them.
 */
@Command(
    name = "kleiber",
    mixinStandardHelpOptions = true,
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
      "75:interrupted and saved; the same command goes on",
      "130, 143:stopped by Ctrl-C or SIGTERM with nothing to save"
    })
public final class Kleiber {
  private final Interruption interruption;

  private Kleiber(Interruption interruption) {
    this.interruption = interruption;
  }

  /** What signals do while a command runs. */
  Interruption interruption() {
    return interruption;
  }

  /** Runs the command line and exits with its documented code. */
  public static void main(String[] args) {
    // Libraries that format numbers write them as everybody reads them, on any machine.
    Locale.setDefault(Locale.ROOT);
    List<ServiceLoader.Provider<Subcommand>> named =
        subcommands().filter(command -> args.length > 0 && isNamed(command, args[0])).toList();
    Interruption interruption = new Interruption().listen();
    CommandLine root = commandLine(named.isEmpty() ? subcommands() : named.stream(), interruption);
    // One writer for all commands: what one prints without ending its line is not lost.
    PrintWriter out = root.getOut();
    int done = root.execute(args);
    out.flush();
    int code = Printed.whole(done);
    interruption.end(code);
    System.exit(code);
  }

  /** The whole command line, with every subcommand on the class path. */
  public static CommandLine commandLine() {
    return commandLine(subcommands(), new Interruption());
  }

  /** A command line of a few subcommands: reading all their annotations takes 0.3 s. */
  private static CommandLine commandLine(
      Stream<ServiceLoader.Provider<Subcommand>> subcommands, Interruption interruption) {
    CommandLine root = new CommandLine(new Kleiber(interruption));
    subcommands.forEach(command -> root.addSubcommand(command.get()));
    complete(root);
    root.setExecutionExceptionHandler(new ErrorReport());
    root.setParameterExceptionHandler(new UsageReport());
    root.registerConverter(Double.class, Kleiber::quantity);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  /** What all commands have: defaults in their help, and the program's version. */
  private static void complete(CommandLine command) {
    command.getCommandSpec().versionProvider(new Version());
    command.getCommandSpec().usageMessage().showDefaultValues(true);
    command.getSubcommands().values().forEach(Kleiber::complete);
  }

  private static double quantity(String text) {
    try {
      return Quantity.parse(text).doubleValue();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\" " + e.getMessage() + ", 1B, 20T");
    }
  }

  private static Stream<ServiceLoader.Provider<Subcommand>> subcommands() {
    return ServiceLoader.load(Subcommand.class).stream();
  }

  private static boolean isNamed(ServiceLoader.Provider<Subcommand> command, String name) {
    return command.type().getAnnotation(Command.class).name().equals(name);
  }
}
