package kleiber.analysis.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import kleiber.trainer.cli.Kleiber;
import picocli.CommandLine;

/** A command as a user gives it, and what came of it. */
record CommandRun(int code, String out, String err) {
  static CommandRun kleiber(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Kleiber.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** A table of a paper, from the test resources. */
  static String published(String name) {
    try {
      return Path.of(CommandRun.class.getResource("/published/" + name).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }
}
