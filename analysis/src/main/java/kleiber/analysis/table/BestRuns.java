package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;
import kleiber.core.KleiberException;

/**
 * Runs that differ in what a law does not know, such as three learning rates at each size, are not
 * one law's runs: through all of them it would pass somewhere above the best. A law of the loss is
 * fitted to the best of each group, which is what its authors mean by a loss at N and D.
 */
public final class BestRuns {
  private final Observations table;
  private final List<Input> inputs;
  private final String law;
  private final List<String> keys;

  private BestRuns(Observations table, List<Input> inputs, String law) {
    this.table = table;
    this.inputs = inputs;
    this.law = law;
    this.keys =
        OtherKeys.of(Stream.concat(table.runs().stream(), table.holdouts().stream()).toList());
  }

  /**
   * The runs that a law may be fitted to, with a note where some were left out.
   *
   * @param inputs of the law
   * @param law its name, for messages
   * @param ofLoss whether it is a law of the loss; of other quantities no run is the best
   * @param all whether its owner insists on all runs
   * @throws KleiberException where runs differ and there is no telling which to fit
   */
  public static Observations of(
      Observations table, List<Input> inputs, String law, boolean ofLoss, boolean all) {
    Observations tuned = ofLoss && !all ? TunedRuns.bestOf(table) : table;
    return new BestRuns(tuned, inputs, law).chosen(ofLoss, all);
  }

  private Observations chosen(boolean ofLoss, boolean all) {
    List<SameInputs> groups = SameInputs.of(table.runs(), inputs);
    List<SameInputs> heldOut = SameInputs.of(table.holdouts(), inputs);
    List<String> differing =
        Stream.concat(groups.stream(), heldOut.stream())
            .flatMap(group -> group.differing(keys))
            .distinct()
            .toList();
    if (differing.isEmpty()) {
      return table;
    }
    String what =
        "runs of the same "
            + names()
            + " differ in "
            + String.join(", ", differing)
            + ", which law "
            + law
            + " does not know";
    if (all) {
      return table.with(
          table.runs(), table.holdouts(), table.excluded(), what + "; all are fitted");
    }
    if (!ofLoss) {
      throw KleiberException.usage(
          table.source()
              + ": "
              + what
              + ", and there is no telling which of them to fit; keep one of each, let --optimum"
              + " COLUMN find the best value of a column, or give --all-runs");
    }
    Map<String, String> excluded = new LinkedHashMap<>(table.excluded());
    List<Run> runs = best(groups, differing, excluded);
    List<Run> holdouts = best(heldOut, differing, excluded);
    return table.with(
        runs,
        holdouts,
        excluded,
        "the best of each "
            + names()
            + " are fitted, "
            + runs.size()
            + " of "
            + table.runs().size()
            + " runs: "
            + what
            + " (--all-runs fits all)");
  }

  private String names() {
    return inputs.stream().map(Input::name).collect(Collectors.joining(" and "));
  }

  /** Seeds of one configuration stay together, and are judged by their mean. */
  private List<Run> best(
      List<SameInputs> groups, List<String> differing, Map<String, String> excluded) {
    List<Run> best = new ArrayList<>();
    for (SameInputs group : groups) {
      List<Run> lowest =
          group.byValues(differing).values().stream()
              .min(Comparator.comparingDouble(SameInputs::mean))
              .orElseThrow();
      best.addAll(lowest);
      Set<Run> kept = Set.copyOf(lowest);
      for (Run run : group.runs()) {
        if (!kept.contains(run)) {
          excluded.put(run.id(), "not the best of its " + names());
        }
      }
    }
    best.sort(Comparator.comparingInt(Run::row));
    return best;
  }
}
