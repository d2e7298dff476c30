package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import kleiber.analysis.anneal.CurveFit;
import kleiber.analysis.anneal.LoggedRun;

/** A fitted curve law as text, with the ends of runs as it has them. */
record CurvesPrinter(PrintWriter out, CurveFit fit) {

  /** Prints the law, then the end of each of {@code runs}. */
  void print(List<LoggedRun> runs) {
    line("%s   (%s)", fit.formula(), fit.source());
    line(
        "%,d points of %d run(s), %,.0f parameters, %,.0f tokens per step",
        fit.points(), fit.runs().size(), fit.n(), fit.tokensPerStep());
    line("");
    fit.parameters()
        .forEach((name, value) -> line("%-10s %12s", name, Cells.number("%.5g", value)));
    line("");
    fit.noise()
        .forEach(
            (kind, sd) ->
                line(
                    "noise      %.2f %% of %s%s",
                    100 * sd,
                    words(kind),
                    fit.offsets().containsKey(kind)
                        ? String.format(
                            Locale.ROOT,
                            ", which lies %+.2f %% beside",
                            100 * fit.offsets().get(kind))
                        : ""));
    line("misfit     %.2f %%: a run about the law, beyond noise", 100 * fit.misfit());
    line("");
    int width = Math.max(3, runs.stream().mapToInt(run -> run.id().length()).max().orElse(3));
    String row = "%-" + width + "s  %-9s  %8s  %-26s  %9s  %s";
    line(row, "run", "", "steps", "predicted end, 90 %", "measured", "off by");
    for (LoggedRun run : runs) {
      LoggedRun.Loss end = run.end();
      CurveFit.Predicted predicted = fit.predict(run.rates(), end.step());
      double beside = Math.exp(fit.offsets().getOrDefault(end.kind(), 0.0));
      line(
          row,
          run.id(),
          fit.runs().contains(run.id()) ? "fitted" : "predicted",
          String.format(Locale.ROOT, "%,.0f", end.step()),
          String.format(
              Locale.ROOT,
              "%.4f (%.4f to %.4f)",
              predicted.loss() * beside,
              predicted.interval().low() * beside,
              predicted.interval().high() * beside),
          String.format(Locale.ROOT, "%.4f", end.nats()),
          String.format(
              Locale.ROOT, "%+.2f %%", 100 * (predicted.loss() * beside / end.nats() - 1)));
    }
  }

  private static String words(LoggedRun.Kind kind) {
    return switch (kind) {
      case BATCH -> "a step's own batch";
      case PART -> "a part of the validation split";
      case WHOLE -> "the whole validation split";
    };
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
