package kleiber.analysis.report;

import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.TableRow;
import kleiber.record.table.RunColumn;

/**
 * One run of the table, whatever has become of it.
 *
 * @param row its row
 * @param role what it is for, or what became of it
 * @param reason why it has no part in the fit; empty where it has or nobody said
 * @param run what is fitted or predicted; null where it did not complete
 * @param values its configuration by path, or else its cells by column
 * @param curve its learning curve; null where there is none
 * @param norms what it logged of the inside of its model
 */
record ReportedRun(
    TableRow row,
    Role role,
    String reason,
    Run run,
    Map<String, String> values,
    Curve curve,
    InsideNorms norms) {
  /** What a run is for, or what became of it. */
  enum Role {
    FITTED("fitted"),
    HELD_OUT("held out"),
    NOT_FITTED("not fitted"),
    LEFT_OUT("left out");

    final String words;

    Role(String words) {
      this.words = words;
    }
  }

  /** Seconds spent training; NaN where the table does not say. */
  double seconds() {
    try {
      return Double.parseDouble(row.cells().getOrDefault(RunColumn.SECONDS.key(), "NaN"));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
