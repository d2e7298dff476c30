package kleiber.app.train;

import java.nio.file.Path;
import java.util.Locale;
import kleiber.analysis.anneal.FitExpectation;
import kleiber.lm.run.PlannedRates;
import kleiber.lm.run.PreparedRun;
import kleiber.record.expectation.DeviationWatch;
import kleiber.record.expectation.Expectation;

/** {@code train --expect}: the band that a run is watched against, in words. */
final class ExpectedBand {
  private ExpectedBand() {}

  /** A watch of {@code run} against the law in {@code file}; what is to know of it is noted. */
  static DeviationWatch watch(Path file, PreparedRun run, TerminalProgress progress) {
    Expectation expectation = FitExpectation.read(file, PlannedRates.of(run));
    progress.note(
        String.format(
            Locale.ROOT,
            "the law in %s is compared with the mean loss of %d steps, from step %,d on",
            file,
            DeviationWatch.STEPS,
            expectation.from() + DeviationWatch.STEPS - 1));
    expectation.notes().forEach(progress::note);
    return new DeviationWatch(expectation);
  }

  /** The band beside a step's figures. */
  static String text(DeviationWatch.State state) {
    return String.format(
        Locale.ROOT,
        "  mean %.4f, expected %.4f to %.4f%s",
        state.mean(),
        state.band().low(),
        state.band().high(),
        state.isOutside() ? ": outside" : "");
  }

  /** What is said once. */
  static String warning(DeviationWatch.State state) {
    return String.format(
        Locale.ROOT,
        "the run deviates from what is expected: the mean loss of its last %d steps is %.4f at step"
            + " %,d, and %.4f to %.4f was expected; look at its learning rate, data and batch",
        DeviationWatch.STEPS,
        state.mean(),
        state.step(),
        state.band().low(),
        state.band().high());
  }
}
