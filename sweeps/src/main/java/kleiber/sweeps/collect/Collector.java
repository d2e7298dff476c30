package kleiber.sweeps.collect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.record.Look;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/** Turns a sweep's folder into tables, at any time and as often as wanted. */
public final class Collector {
  private Collector() {}

  /**
   * Writes runs.csv, runs.jsonl and curves.csv. A run with a bad file is there as unreadable,
   * without figures and without a curve; the others are whole.
   *
   * @return what is wrong with such runs and how to mend it, by id
   */
  public static Map<String, String> collect(SweepFolder folder) {
    Ledger ledger = folder.requireLedger();
    Map<String, RunFiles> files = new HashMap<>();
    Map<String, String> faults = new LinkedHashMap<>();
    for (Ledger.Entry run : ledger.runs()) {
      Look<RunFiles> read = RunFiles.read(folder.run(run.id()));
      read.value().ifPresent(known -> files.put(run.id(), known));
      if (read.isBad()) {
        faults.put(run.id(), read.fault());
      }
    }
    CurvesTable.write(folder, ledger, faults);
    RunsTable runs = RunsTable.of(folder, ledger, files, faults);
    folder.write(folder.runsCsv(), runs.csv());
    folder.write(folder.runsJsonl(), runs.jsonl());
    return faults;
  }
}
