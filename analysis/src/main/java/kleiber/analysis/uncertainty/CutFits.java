package kleiber.analysis.uncertainty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Fitter;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;

/**
 * A law fitted to a part of some runs, to be held against the others. Each fit is made once: a
 * {@link Rollout} and a {@link TrackRecord} ask for the same.
 */
public final class CutFits {
  /** Runs of one budget or size stay together, whatever rounding to steps did to them. */
  private static final double SAME = 0.95;

  private final Law law;
  private final Criterion criterion;
  private final List<Run> runs;
  private final Map<Cut, Refit> refits = new HashMap<>();

  /** Fits of {@code law} to parts of {@code runs}. */
  public CutFits(Law law, Criterion criterion, List<Run> runs) {
    this.law = law;
    this.criterion = criterion;
    this.runs = runs;
  }

  /**
   * Runs to fit and runs to predict, both in the order of the table.
   *
   * @param most what the runs to predict are
   */
  record Cut(String most, List<Run> fitted, List<Run> heldOut) {
    /** Whether another cut leaves the same runs to fit. */
    boolean fitsAs(Cut other) {
      return fitted.equals(other.fitted);
    }
  }

  /** A law fitted to a cut's runs. */
  record Refit(Samples samples, Fitter fitter, Fit fit) {}

  Law law() {
    return law;
  }

  List<Run> runs() {
    return runs;
  }

  /**
   * Holds out about a part of the runs.
   *
   * @param most which: {@link Rollout#MOST_EXPENSIVE} or {@link Rollout#LARGEST}
   */
  Cut cut(double part, String most) {
    ToDoubleFunction<Run> by = most.equals(Rollout.LARGEST) ? run -> run.get(Input.N) : Run::scale;
    double[] sorted = runs.stream().mapToDouble(by).sorted().toArray();
    int first = Math.min((int) Math.floor((1 - part) * sorted.length), sorted.length - 1);
    double from = SAME * sorted[first];
    return new Cut(
        most,
        runs.stream().filter(run -> by.applyAsDouble(run) < from).toList(),
        runs.stream().filter(run -> by.applyAsDouble(run) >= from).toList());
  }

  Refit at(Cut cut) {
    return refits.computeIfAbsent(cut, this::refit);
  }

  private Refit refit(Cut cut) {
    Samples samples = Observations.samples(law, cut.fitted);
    Fitter fitter = criterion.fitter(law, samples);
    return new Refit(samples, fitter, fitter.fit(samples));
  }
}
