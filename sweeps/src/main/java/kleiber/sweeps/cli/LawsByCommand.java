package kleiber.sweeps.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import kleiber.trainer.ExitCode;
import kleiber.trainer.KleiberException;
import kleiber.trainer.cli.Kleiber;

/**
 * Commands of other modules, reached as a user would: this module and the one that fits laws meet
 * only in files and on the command line.
 *
 * @param out where they print
 * @param err where they complain
 */
record OtherCommands(PrintWriter out, PrintWriter err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs a command and returns its exit code. */
  int run(String... arguments) {
    return Kleiber.commandLine().setOut(out).setErr(err).execute(arguments);
  }

  /** Runs a command and returns its exit code, but says none of its warnings again. */
  int runWithoutWarnings(String... arguments) {
    StringWriter text = new StringWriter();
    int code = new OtherCommands(new PrintWriter(text), err).run(arguments);
    text.toString().lines().filter(line -> !line.startsWith("warning: ")).forEach(out::println);
    return code;
  }

  /**
   * The best number of parameters for a budget.
   *
   * @param fit a fit.json
   * @throws KleiberException where the fit has no optimum
   */
  double bestSize(Path fit, double flops) {
    StringWriter text = new StringWriter();
    int code =
        new OtherCommands(new PrintWriter(text), err)
            .run("plan", fit.toString(), "--flops", "" + flops, "--json");
    try {
      JsonNode size = JSON.readTree(text.toString()).at("/n");
      if (code == ExitCode.OK.code() && size.isNumber()) {
        return size.doubleValue();
      }
    } catch (IOException e) {
      throw KleiberException.failure("kleiber plan printed no JSON: " + text, e);
    }
    throw KleiberException.failure(
        "no best size follows from these runs, for the reason above; give more --minutes", null);
  }
}
