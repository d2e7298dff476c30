package kleiber.app.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kleiber.app.Kleiber;
import kleiber.app.quickstart.Laws;
import kleiber.app.quickstart.QuickstartRecipe;
import kleiber.app.quickstart.Target;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;

/**
 * Laws by way of {@code kleiber fit}, {@code plan}, {@code predict} and {@code report}, as a user
 * would: this module and the one that fits laws meet only in files and on the command line.
 *
 * @param out where they print
 * @param err where they complain
 */
public record LawsByCommand(PrintWriter out, PrintWriter err) implements Laws {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public int fit(Path sweep, Path fit) {
    List<String> words =
        new ArrayList<>(List.of("fit", sweep.toString(), "--law", QuickstartRecipe.LAW));
    words.addAll(QuickstartRecipe.FITTING);
    words.addAll(List.of("--out", fit.toString()));
    return run(out, words);
  }

  @Override
  public double bestSize(Path fit, double flops) {
    StringWriter text = new StringWriter();
    int code =
        run(
            new PrintWriter(text),
            List.of("plan", fit.toString(), "--flops", "" + flops, "--json"));
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

  /** Warnings were said where the fit was made, and are not said again. */
  @Override
  public int predict(Path fit, long params, long tokens) {
    StringWriter text = new StringWriter();
    int code =
        run(
            new PrintWriter(text),
            List.of("predict", fit.toString(), "--n", "" + params, "--d", "" + tokens));
    text.toString().lines().filter(line -> !line.startsWith("warning: ")).forEach(out::println);
    return code;
  }

  @Override
  public int report(Path sweep, Optional<Target> wanted) {
    List<String> words = new ArrayList<>(List.of("report", sweep.toString()));
    words.addAll(List.of("--law", QuickstartRecipe.LAW, "--law", QuickstartRecipe.OTHER_LAW));
    words.addAll(QuickstartRecipe.FITTING);
    wanted.ifPresent(
        target -> {
          words.add(target.isFlops() ? "--target-flops" : "--target-params");
          words.add(String.valueOf(target.value()));
        });
    return run(out, words);
  }

  private int run(PrintWriter answers, List<String> words) {
    return Kleiber.commandLine().setOut(answers).setErr(err).execute(words.toArray(String[]::new));
  }
}
