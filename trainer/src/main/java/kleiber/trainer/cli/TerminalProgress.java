package kleiber.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.trainer.loop.Progress;
import kleiber.trainer.runlog.Metric;

/** Progress for people: one line that moves on a terminal, a line a logged step otherwise. */
final class TerminalProgress implements Progress {
  private static final int BAR = 20;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final double LINE_SECONDS = 2;
  private static final double EVALUATION_SECONDS = 10;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final long started = System.nanoTime();
  private long firstStep = -1;
  private long drawn;
  private long printed;
  private boolean lineOpen;
  private Metric.Step last;

  TerminalProgress(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void note(String sentence) {
    closeLine();
    out.println(sentence);
    out.flush();
  }

  @Override
  public void warn(String sentence) {
    closeLine();
    err.println("kleiber: " + sentence);
    err.flush();
  }

  @Override
  public void step(long step, long totalSteps, Metric.Step metric) {
    firstStep = firstStep < 0 ? step - 1 : firstStep;
    last = metric == null ? last : metric;
    long now = System.nanoTime();
    if (terminal) {
      if (now - drawn > REDRAW_NANOS || step == totalSteps) {
        drawn = now;
        draw(step, totalSteps, summary(step, totalSteps, now));
        if (step == totalSteps) {
          closeLine();
        }
      }
    } else if (metric != null
        && (step == 1 || step == totalSteps || (now - printed) / 1e9 > LINE_SECONDS)) {
      printed = now;
      out.println(summary(step, totalSteps, now));
      out.flush();
    }
  }

  @Override
  public void evaluating(long done, long all) {
    long now = System.nanoTime();
    String text = String.format(Locale.ROOT, "evaluating: %,d of %,d sequences", done, all);
    if (terminal && now - drawn > REDRAW_NANOS) {
      drawn = now;
      draw(done, all, text);
    } else if (!terminal && (now - printed) / 1e9 > EVALUATION_SECONDS) {
      printed = now;
      out.println(text);
      out.flush();
    }
  }

  private void draw(long done, long all, String text) {
    int filled = (int) (BAR * done / all);
    String line = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + text;
    String columns = System.getenv().getOrDefault("KLEIBER_COLUMNS", "80");
    int width = columns.matches("\\d{2,4}") ? Integer.parseInt(columns) - 1 : 79;
    out.print("\r\u001b[K" + line.substring(0, Math.min(width, line.length())));
    out.flush();
    lineOpen = true;
  }

  private String summary(long step, long totalSteps, long now) {
    double perStep = (now - started) / 1e9 / Math.max(1, step - firstStep);
    String figures =
        last == null
            ? ""
            : String.format(
                Locale.ROOT,
                "  loss %.4f  lr %.2e  norm %.2f  %,.0f tok/s",
                last.lossNats(),
                last.lr(),
                last.gradNorm(),
                last.tokensPerSecond());
    return String.format(
        Locale.ROOT,
        "step %d/%d%s  %s left",
        step,
        totalSteps,
        figures,
        duration(perStep * (totalSteps - step)));
  }

  @Override
  public void evaluated(Metric.Evaluation evaluation, long totalSteps) {
    String bits =
        evaluation.bitsPerByte() == null
            ? ""
            : String.format(Locale.ROOT, ", %.4f bits a byte", evaluation.bitsPerByte());
    String stderr =
        evaluation.lossStderr() == null
            ? ""
            : String.format(Locale.ROOT, " ± %.4f", evaluation.lossStderr());
    note(
        String.format(
            Locale.ROOT,
            "step %d/%d  validation loss %.4f%s%s (%,d tokens%s)",
            evaluation.step(),
            totalSteps,
            evaluation.lossNats(),
            stderr,
            bits,
            evaluation.evaluatedTokens(),
            evaluation.complete() ? ", the whole split" : ""));
  }

  private void closeLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }

  /** {@code 75} as {@code 1m15s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
  }
}
