package kleiber.sweeps.collect;

import java.util.Locale;

/** What a run is to the cell that it tunes: the column {@code cellRun}. */
enum TunedPart {
  /** Of the best values, with worse ones on either side. */
  BEST,
  /** Of the best values so far, which lie at an end of what was tried. */
  EDGE,
  /** Of other values. */
  TRIED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
