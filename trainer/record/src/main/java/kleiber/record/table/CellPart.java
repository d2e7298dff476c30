package kleiber.record.table;

import java.util.Locale;

/** What a run is to the cell that it tunes: the values of {@link RunColumn#CELL_RUN}. */
public enum CellPart {
  /** Of the best values, with worse ones on either side. */
  BEST,
  /** Of the best values so far, which lie at an end of what was tried. */
  EDGE,
  /** Of other values. */
  TRIED;

  /** As the column has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
