package kleiber.analysis.isoflop;

import java.util.List;
import java.util.Optional;
import kleiber.analysis.table.Run;

/**
 * The best of a group of runs.
 *
 * @param name of the group, such as its cell or {@code totalParams 1000}
 * @param runs how many it has
 * @param best the run of the lowest loss, in the configuration whose mean over seeds is lowest
 * @param loss that mean, in nats per token
 * @param seeds it is the mean of
 * @param tried values of the varied key, ascending; empty where none was looked at
 * @param losses the lowest mean loss at each
 * @param valley the parabola through the lowest of these and its neighbours; empty where there are
 *     not three values above 0
 * @param low lower end of the 90 % interval of its vertex; NaN where nothing is known of the noise
 * @param high upper end
 */
public record GroupBest(
    String name,
    int runs,
    Run best,
    double loss,
    int seeds,
    List<Double> tried,
    List<Double> losses,
    Optional<Valley> valley,
    double low,
    double high) {
  /** Whether there is a vertex between the values that were tried. */
  public boolean hasVertex() {
    return valley.isPresent() && valley.get().fault() == null;
  }

  GroupBest within(double lower, double upper) {
    return new GroupBest(name, runs, best, loss, seeds, tried, losses, valley, lower, upper);
  }
}
