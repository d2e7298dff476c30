package kleiber.app;

import java.util.ArrayList;
import java.util.List;
import kleiber.core.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code kleiber help sweep plan}: the help of a command at any depth. Picocli's own finds those of
 * one level.
 */
@Command(
    name = "help",
    mixinStandardHelpOptions = true,
    description = "Shows the help of a command, such as kleiber help sweep plan.")
public final class HelpCommand implements Subcommand {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      showDefaultValue = Visibility.NEVER,
      description = "The command, word by word.")
  private List<String> words = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Kleiber.commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new CommandLine.ParameterException(spec.commandLine(), unknown(command, word));
      }
      command = next;
    }
    command.usage(spec.commandLine().getOut());
    return ExitCode.OK.code();
  }

  private static String unknown(CommandLine command, String word) {
    String name = command.getCommandSpec().qualifiedName();
    return command.getSubcommands().isEmpty()
        ? name + " has no subcommands, and none named \"" + word + "\""
        : name + " has no command \"" + word + "\"; it has " + names(command);
  }

  private static String names(CommandLine command) {
    return String.join(", ", command.getSubcommands().keySet());
  }
}
