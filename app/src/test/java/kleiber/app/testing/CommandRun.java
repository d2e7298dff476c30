package kleiber.app.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import kleiber.app.Kleiber;
import kleiber.core.testing.Fuzz;

/** The real command line in this process: exit code and both outputs. */
public record CommandRun(int exit, String out, String err) {
  /** Runs {@code kleiber} with these arguments. */
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Kleiber.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  /** What was printed, as JSON. */
  public JsonNode json() throws JsonProcessingException {
    return new ObjectMapper().readTree(out);
  }

  /**
   * Fails on an internal error and on a message that floods the terminal; any other end is fine.
   */
  public CommandRun endsInWords() {
    if (err.contains("internal error") || err.contains("\tat ")) {
      throw new AssertionError("an internal error:\n" + err);
    }
    if (exit != 0 && (err.isBlank() || err.length() > Fuzz.LONGEST_MESSAGE)) {
      throw new AssertionError("exit " + exit + " with " + err.length() + " characters of error");
    }
    return this;
  }
}
