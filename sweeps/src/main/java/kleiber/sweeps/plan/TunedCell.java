package kleiber.sweeps.plan;

import java.util.List;
import kleiber.sweeps.tune.Search;

/**
 * A row of a design whose best hyperparameters are being found.
 *
 * @param name as the column {@code cell} of runs.csv has it
 * @param search what was tried, and what is asked for now
 * @param runs of all that, each with every seed
 * @param expected the runs that it will have at least: its own, or guesses at the first
 */
public record TunedCell(
    String name, Search search, List<PlannedRun> runs, List<PlannedRun> expected) {}
