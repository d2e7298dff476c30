package kleiber.analysis.report;

import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.observations.Run;

/**
 * One run of the table, whatever has become of it.
 *
 * @param id its name
 * @param outcome completed, diverged, failed, pending and so on
 * @param reason why it did not complete; empty where it did or nobody said
 * @param run what is fitted or foretold; null where it did not complete
 * @param seed empty where the table has none
 * @param seconds spent training; NaN where the table does not say
 * @param values its configuration by path, or else its cells by column
 * @param curve its learning curve; null where there is none
 */
record RunRecord(
    String id,
    String outcome,
    String reason,
    Run run,
    String seed,
    double seconds,
    Map<String, String> values,
    Curve curve) {
  /** What it is for, or what became of it. */
  enum Role {
    FITTED("fitted"),
    HELD_OUT("held out"),
    LEFT_OUT("left out");

    final String words;

    Role(String words) {
      this.words = words;
    }
  }

  Role role() {
    if (run == null) {
      return Role.LEFT_OUT;
    }
    return run.holdout() ? Role.HELD_OUT : Role.FITTED;
  }
}
