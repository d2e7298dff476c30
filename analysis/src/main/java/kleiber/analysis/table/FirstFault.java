package kleiber.analysis.table;

import java.util.Map;
import java.util.function.ObjIntConsumer;
import kleiber.core.KleiberException;

/**
 * Keeps the first fault of a table's rows until it is known whether a whole column is missing,
 * which says more. Rows after it are not read.
 */
public final class FirstFault implements ObjIntConsumer<Map<String, String>> {
  private final ObjIntConsumer<Map<String, String>> rows;
  private KleiberException fault;

  /**
   * @param rows throws what is wrong with a row
   */
  public FirstFault(ObjIntConsumer<Map<String, String>> rows) {
    this.rows = rows;
  }

  @Override
  public void accept(Map<String, String> row, int index) {
    if (fault == null) {
      try {
        rows.accept(row, index);
      } catch (KleiberException e) {
        fault = e;
      }
    }
  }

  /** Throws it, if there is one. */
  public void rethrow() {
    if (fault != null) {
      throw fault;
    }
  }
}
