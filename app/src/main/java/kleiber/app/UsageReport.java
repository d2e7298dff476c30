package kleiber.app;

import java.io.PrintWriter;
import kleiber.core.Shown;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with a command, and where help is: all of the help would bury the error. */
final class UsageReport implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("kleiber: " + Shown.message(e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println(command.getCommandSpec().qualifiedName() + " --help shows what it takes");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
