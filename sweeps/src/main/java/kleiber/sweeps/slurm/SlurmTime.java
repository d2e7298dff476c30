package kleiber.sweeps.slurm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.sweeps.ledger.Work;

/** How long jobs may take. */
final class SlurmTime {
  /** M, M:S, H:M:S, D-H, D-H:M, D-H:M:S. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:(?<d>\\d{1,5})-)?(?<first>\\d{1,9})(?::(?<second>\\d{1,4}))?(?::(?<third>\\d{1,4}))?");

  /** Predictions are off, and neighbours on a node slow a worker down. */
  private static final double SPARE = 1.5;

  /** For the start of Java, of the backend and of the data. */
  private static final long START_MINUTES = 10;

  private static final long ROUNDED_TO = 5;

  private SlurmTime() {}

  /** Whole minutes of a time as Slurm takes and writes it; empty for all else, as UNLIMITED. */
  static Optional<Long> minutes(String written) {
    Matcher time = WRITTEN.matcher(written);
    if (!time.matches()) {
      return Optional.empty();
    }
    long first = number(time.group("first"));
    long second = number(time.group("second"));
    boolean hours = time.group("d") != null || time.group("third") != null;
    return Optional.of(hours ? (number(time.group("d")) * 24 + first) * 60 + second : first);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /**
   * Minutes that each worker of a sweep is given: half as much again as they take together, at
   * most. No order in which runs are begun takes longer than all of them spread evenly and then the
   * longest (Graham 1966, Bounds for certain multiprocessing anomalies). A worker that needs more
   * saves and begins again.
   *
   * @param work what there is to do
   * @param runsAtOnce of all workers together
   */
  static long minutes(Work work, int runsAtOnce) {
    double seconds = work.slotSeconds() / runsAtOnce + work.longestSeconds();
    long minutes = (long) Math.ceil(SPARE * seconds / 60) + START_MINUTES;
    return (minutes + ROUNDED_TO - 1) / ROUNDED_TO * ROUNDED_TO;
  }
}
