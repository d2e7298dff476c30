package kleiber.analysis.table;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A row of a table, whatever has become of its run.
 *
 * @param index its place in the file, from 0
 * @param id its name, made unique within the table; its number where it has none
 * @param outcome what became of the run; {@code completed} where the table does not say
 * @param seed empty where the table has none
 * @param withoutLoss why it cannot be fitted even if it completed: its loss is NaN, infinite or not
 *     given; empty where it is a number
 * @param cells as they stand in the file, by column; those that are empty left out
 */
public record TableRow(
    int index,
    String id,
    String outcome,
    String seed,
    String withoutLoss,
    Map<String, String> cells) {
  /** The outcome of a run that ended as it should. */
  static final String COMPLETED = "completed";

  private static final Set<String> ALSO_COMPLETED =
      Set.of(COMPLETED, "complete", "finished", "done", "success", "succeeded", "ok");

  /** Whether its run ended as it should, with a loss or without. */
  public boolean isCompleted() {
    return ALSO_COMPLETED.contains(outcome.toLowerCase(Locale.ROOT));
  }
}
