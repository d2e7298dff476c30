package kleiber.analysis.study;

import java.util.List;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Observations;

/**
 * What a law was fitted to.
 *
 * @param data the table
 * @param runs how many were fitted
 * @param target what was fitted of them
 * @param columns of the table that inputs were read from
 * @param excluded runs left out, with reasons
 * @param notes what was done to the table on reading it, in words
 */
public record FittedRuns(
    String data,
    int runs,
    FittedQuantity target,
    Map<Input, String> columns,
    Map<String, String> excluded,
    List<String> notes) {
  static FittedRuns of(Observations table) {
    return new FittedRuns(
        table.source(),
        table.runs().size(),
        table.target(),
        table.columns(),
        table.excluded(),
        table.notes());
  }
}
