package kleiber.sweeps.collect;

import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/** Turns a sweep's folder into tables, at any time and as often as wanted. */
public final class Collector {
  private Collector() {}

  /** Writes runs.csv, runs.jsonl and curves.csv. */
  public static void collect(SweepFolder folder) {
    Ledger ledger = folder.requireLedger();
    RunsTable runs = RunsTable.of(folder, ledger);
    folder.write(folder.runsCsv(), runs.csv());
    folder.write(folder.runsJsonl(), runs.jsonl());
    CurvesTable.write(folder, ledger, folder.curvesCsv());
  }
}
