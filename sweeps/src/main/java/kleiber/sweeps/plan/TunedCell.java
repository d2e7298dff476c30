package kleiber.sweeps.plan;

import java.util.List;
import java.util.Optional;
import kleiber.sweeps.tune.Place;
import kleiber.sweeps.tune.Search;

/**
 * A row of a design whose best hyperparameters are being found.
 *
 * @param name as the column {@code cell} of runs.csv has it
 * @param place where it lies among the others, empty where its data cannot be opened
 * @param search what was tried, and what is asked for now
 * @param runs of all that, each with every seed
 * @param expected the runs that it will have at least: its own, or guesses at the first
 */
public record TunedCell(
    String name,
    Optional<Place> place,
    Search search,
    List<PlannedRun> runs,
    List<PlannedRun> expected) {
  /** Whether nothing more is to come of it, for good or bad. */
  boolean isSettled() {
    return search.state() != Search.State.WAITING && search.state() != Search.State.SEARCHING;
  }
}
