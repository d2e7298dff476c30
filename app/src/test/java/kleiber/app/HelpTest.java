package kleiber.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** The help of every command. */
class HelpTest {
  private static final CommandLine ROOT = Kleiber.commandLine();

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
  }

  private static List<CommandLine> commands() {
    return withSubcommands(ROOT).toList();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  @Test
  void helpOfACommandIsTheSameAskedEitherWay() {
    for (String words : new String[] {"train", "sweep run", "recipes check", "bench data"}) {
      CommandRun option = CommandRun.of((words + " --help").split(" "));
      CommandRun command = CommandRun.of(("help " + words).split(" "));
      assertThat(option.exit()).isZero();
      assertThat(option.out()).startsWith("Usage: kleiber " + words + " ");
      assertThat(command).isEqualTo(option);
    }
    assertThat(CommandRun.of("help").out()).startsWith("Usage: kleiber ").contains("noise-scale");
  }

  /** Lists of commands show the first line alone. */
  @Test
  void descriptionsAreWholeSentencesAndOneALine() {
    for (CommandLine command : commands()) {
      String[] description = command.getCommandSpec().usageMessage().description();
      assertThat(description).as(name(command)).isNotEmpty();
      assertThat(description[0]).as(name(command)).endsWith(".").hasSizeLessThan(130);
      assertThat(Arrays.asList(description))
          .as(name(command))
          .allMatch(line -> line.matches("[A-Z][^\\n]*(\\.|--tokens D)"));
    }
  }

  @Test
  void defaultsAreThoseThatWereChosen() {
    for (CommandLine command : commands()) {
      String help = command.getUsageMessage();
      assertThat(help)
          .as(name(command))
          .doesNotContainPattern("Default: *(0\\.0|\\[]|\\{}|null)?\\R");
      for (ArgSpec argument : command.getCommandSpec().args()) {
        if (argument.defaultValue() != null && !argument.defaultValue().isBlank()) {
          assertThat(help).as(name(command)).contains("Default: " + argument.defaultValue());
        }
      }
    }
  }

  /** Not the names of Java's fields. */
  @Test
  void valuesOfOptionsHaveNamesForPeople() {
    for (CommandLine command : commands()) {
      assertThat(command.getUsageMessage()).as(name(command)).doesNotContain("<");
    }
  }

  @Test
  void helpOfWhatThereIsNotNamesWhatThereIs() {
    CommandRun unknown = CommandRun.of("help", "trian");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("kleiber has no command \"trian\"").contains("train");
    CommandRun deeper = CommandRun.of("help", "train", "fast");
    assertThat(deeper.exit()).isEqualTo(2);
    assertThat(deeper.err()).contains("kleiber train has no subcommands");
  }

  @Test
  void everyCommandKnowsTheVersion() {
    assertThat(commands())
        .allMatch(command -> command.getCommandSpec().version()[0].equals("kleiber 0.1.0"));
  }
}
