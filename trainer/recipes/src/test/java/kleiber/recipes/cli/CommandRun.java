package kleiber.recipes.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import kleiber.trainer.cli.Kleiber;

/** The real command line in this process: exit code and both outputs. */
record CommandRun(int exit, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Kleiber.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exit, out.toString(), err.toString());
  }
}
