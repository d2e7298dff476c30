package kleiber.sweeps;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import kleiber.sweeps.launch.Launcher;
import kleiber.sweeps.schedule.SweepListener;

/**
 * Runs a sweep to its end: where rows are tuned, the next runs follow from the results of the last,
 * until no more do. A sweep that is not tuned has one round.
 *
 * @param workers starts those who train, given the folder of their logs
 * @param options what to do about failures and changes
 * @param listeners told what happens, one for each round
 * @param notes told what is being prepared
 */
public record Rounds(
    Function<Path, Launcher> workers,
    Sweep.Options options,
    Function<Sweep, SweepListener> listeners,
    Consumer<String> notes) {

  /**
   * How it ended.
   *
   * @param last the last round
   * @param result what has become of all runs, the rounds before included
   */
  public record End(Sweep last, Sweep.Result result) {}

  /**
   * Trains what is missing, round after round.
   *
   * @param stop asked several times a second; when true, running runs are saved
   */
  public End run(Sweep first, BooleanSupplier stop) throws InterruptedException {
    Sweep sweep = first;
    Sweep.Result result = sweep.run(workers, options, listeners.apply(sweep), stop);
    while (goesOn(sweep, result, stop)) {
      Sweep next = sweep.again(notes);
      if (!sweep.plan().isOutgrownBy(next.plan())) {
        return new End(next, result);
      }
      sweep = next;
      boolean saved = result.saved();
      result =
          sweep.run(workers, options.withoutRetries(), listeners.apply(sweep), stop).orSaved(saved);
    }
    return new End(sweep, result);
  }

  private boolean goesOn(Sweep sweep, Sweep.Result result, BooleanSupplier stop) {
    return sweep.plan().tuning().isPresent()
        && !stop.getAsBoolean()
        && (result.isComplete() || !options.failFast());
  }
}
