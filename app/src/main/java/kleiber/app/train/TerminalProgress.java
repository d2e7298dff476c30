package kleiber.app.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import kleiber.app.LiveBlock;
import kleiber.app.Terminal;
import kleiber.core.Rounded;
import kleiber.core.Shown;
import kleiber.lm.run.Progress;
import kleiber.record.Metric;
import kleiber.record.expectation.DeviationWatch;

/** Progress for people: one line that moves on a terminal, a line per logged step otherwise. */
final class TerminalProgress implements Progress {
  private static final int BAR = 20;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final double LINE_SECONDS = 2;
  private static final double EVALUATION_SECONDS = 10;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<LiveBlock> block;
  private final LongSupplier nanos;
  private long firstStep = -1;
  private long firstNanos;
  private long drawn;
  private long printed;
  private Metric.Step last;
  private boolean saved;
  private Optional<DeviationWatch> watch = Optional.empty();

  TerminalProgress(PrintWriter out, PrintWriter err, Optional<Terminal> terminal) {
    this(out, err, terminal, System::nanoTime);
  }

  TerminalProgress(
      PrintWriter out, PrintWriter err, Optional<Terminal> terminal, LongSupplier nanos) {
    this.out = out;
    this.err = err;
    this.block = terminal.map(size -> new LiveBlock(out, size::now));
    this.nanos = nanos;
  }

  /** From here on shows the expected band too, and warns once of a run outside it. */
  void expect(DeviationWatch expected) {
    watch = Optional.of(expected);
  }

  @Override
  public void loss(long step, double nats) {
    watch.ifPresent(
        expected -> {
          expected.loss(step, nats);
          expected.firstOutside().ifPresent(state -> warn(ExpectedBand.warning(state)));
        });
  }

  @Override
  public void note(String sentence) {
    closeLine();
    out.println(Shown.message(sentence));
    out.flush();
  }

  @Override
  public void warn(String sentence) {
    closeLine();
    err.println("kleiber: " + Shown.message(sentence));
    err.flush();
  }

  @Override
  public void step(long step, long totalSteps, Metric.Step metric) {
    last = metric == null ? last : metric;
    long now = nanos.getAsLong();
    if (firstStep < 0) {
      firstStep = step;
      firstNanos = now;
    }
    if (block.isPresent()) {
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
    long now = nanos.getAsLong();
    String text = String.format(Locale.ROOT, "evaluating: %,d of %,d sequences", done, all);
    if (block.isPresent() && now - drawn > REDRAW_NANOS) {
      drawn = now;
      draw(done, all, text);
    } else if (block.isEmpty() && (now - printed) / 1e9 > EVALUATION_SECONDS) {
      printed = now;
      out.println(text);
      out.flush();
    }
  }

  private void draw(long done, long all, String text) {
    int filled = (int) (BAR * done / all);
    String bar = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    block.ifPresent(live -> live.draw(List.of(bar + text)));
  }

  private String summary(long step, long totalSteps, long now) {
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
    String expected = watch.flatMap(DeviationWatch::state).map(ExpectedBand::text).orElse("");
    return String.format(
        Locale.ROOT,
        "step %d/%d%s%s%s",
        step,
        totalSteps,
        figures,
        expected,
        left(step, totalSteps, now));
  }

  /** From the steps after the first: before it text was prepared and memory was taken. */
  private String left(long step, long totalSteps, long now) {
    if (step == firstStep) {
      return "";
    }
    double perStep = (now - firstNanos) / 1e9 / (step - firstStep);
    return "  " + Rounded.duration(perStep * (totalSteps - step)) + " left";
  }

  @Override
  public void evaluated(Metric.Evaluation evaluation, long totalSteps) {
    String bits =
        evaluation.bitsPerByte() == null
            ? ""
            : String.format(Locale.ROOT, ", %.4f bits per byte", evaluation.bitsPerByte());
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

  @Override
  public void saved(long step) {
    saved = true;
  }

  /** Whether a checkpoint has been written. */
  boolean hasSaved() {
    return saved;
  }

  private void closeLine() {
    block.ifPresent(LiveBlock::keep);
  }
}
