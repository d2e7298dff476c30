package kleiber.sweeps;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.spec.SweepFile;

/**
 * One worker's part in a sweep that any number of hosts train from one folder. It writes runs, and
 * of a tuned sweep the next round; all else in the folder stays as it is.
 *
 * @param folder the sweep's
 * @param machine what this worker may use
 * @param workers starts those who train, given the folder of their logs
 * @param options what to do about failures
 * @param listeners told what happens, one for each round
 * @param notes told what is being prepared
 */
public record SharedWork(
    SweepFolder folder,
    Machine machine,
    Function<Path, Launcher> workers,
    Sweep.Options options,
    Function<PlannedSweep, SweepListener> listeners,
    Consumer<String> notes) {

  /**
   * Trains what this worker can have, round after round.
   *
   * @param stop asked several times a second; when true, running runs are saved
   */
  public Sweep.Result run(BooleanSupplier stop) throws InterruptedException {
    PlannedSweep sweep = PlannedSweep.of(folder, machine);
    Sweep.Options options = this.options;
    while (true) {
      Sweep.Result result = sweep.training().run(workers, options, listeners.apply(sweep), stop);
      if (stop.getAsBoolean() || !commitNextRound(sweep)) {
        return result;
      }
      sweep = PlannedSweep.of(folder, machine);
      options = options.withoutRetries();
    }
  }

  /** Of several workers that come to the same end each finds the same round to follow. */
  private boolean commitNextRound(PlannedSweep sweep) throws InterruptedException {
    if (sweep.ledger().tuned() == null) {
      return false;
    }
    Sweep next = Sweep.prepare(SweepFile.read(folder.sweepFile()), folder, sweep.machine(), notes);
    boolean grows = sweep.isOutgrownBy(next);
    if (grows) {
      next.commit(false);
    }
    return grows;
  }
}
