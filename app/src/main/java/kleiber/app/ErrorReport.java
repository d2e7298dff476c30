package kleiber.app;

import java.io.PrintWriter;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints a failure: a sentence for what the user can fix, a stack trace for what they cannot. */
final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof KleiberException known) {
      err.println("kleiber: " + known.getMessage());
      return known.exitCode().code();
    }
    err.println("kleiber: internal error, please report it with the lines below");
    e.printStackTrace(err);
    return ExitCode.INTERNAL.code();
  }
}
