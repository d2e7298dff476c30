package kleiber.sweeps.testing;

import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/** How a run ended, written down as the run itself would. */
public final class RunOutcome {
  private RunOutcome() {}

  /** Without figures, and so of a run that has not completed. */
  public static void write(RunDirectory directory, Outcome outcome, String message) {
    write(directory, outcome, message, 0);
  }

  /** The same of one that has crashed before. */
  public static void write(RunDirectory directory, Outcome outcome, String message, int crashes) {
    directory.writeJson(
        directory.status(),
        new Status(1, outcome, 1, crashes, "then", "now", 3, 60, message, null));
  }
}
