package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.analysis.law.Input;

/**
 * Finds the first group that a run belongs to without asking all of them: groups are kept by their
 * inputs, on a grid as wide as these may differ, and by the tuned cell of their first run. A run's
 * group lies at its own place of the grid or beside it.
 */
final class GroupIndex {
  /** Wider than a tolerance by so much, so that rounding leads no run two places away. */
  private static final double WIDER = 1.001;

  private final List<Input> inputs;
  private final Map<List<Object>, List<Integer>> places = new HashMap<>();
  private final Map<List<Object>, Integer> cells = new HashMap<>();
  private final List<SameInputs> groups = new ArrayList<>();

  GroupIndex(List<Input> inputs) {
    this.inputs = inputs;
  }

  /** Every group, in order of appearance. */
  List<SameInputs> groups() {
    return groups;
  }

  /** Puts a run into the first group that it belongs to, or into one of its own. */
  void add(Run run) {
    Optional<Integer> first =
        candidates(run).stream().filter(i -> groups.get(i).has(run, inputs)).min(Integer::compare);
    if (first.isPresent()) {
      groups.get(first.get()).runs().add(run);
    } else {
      places.computeIfAbsent(place(run), at -> new ArrayList<>()).add(groups.size());
      if (TunedRuns.cell(run) != null) {
        cells.putIfAbsent(cell(run), groups.size());
      }
      groups.add(new SameInputs(new ArrayList<>(List.of(run))));
    }
  }

  private List<Integer> candidates(Run run) {
    List<Integer> candidates = new ArrayList<>();
    Integer sameCell = cells.get(cell(run));
    if (sameCell != null) {
      candidates.add(sameCell);
    }
    for (List<Object> place : around(place(run))) {
      candidates.addAll(places.getOrDefault(place, List.of()));
    }
    return candidates;
  }

  /** Cells of different sizes are apart where the size is an input, whatever their names. */
  private List<Object> cell(Run run) {
    return List.of(inputs.contains(Input.N) ? run.n() : 0, String.valueOf(TunedRuns.cell(run)));
  }

  /**
   * By input its value where it must be the same, else the number of steps of a tolerance in it.
   */
  private List<Object> place(Run run) {
    List<Object> place = new ArrayList<>();
    for (Input input : inputs) {
      double width = WIDER * Math.log(SameInputs.tolerance(input));
      place.add(
          width == 0
              ? run.get(input)
              : (Object) (long) Math.floor(Math.log(run.get(input)) / width));
    }
    return place;
  }

  private static List<List<Object>> around(List<Object> place) {
    List<List<Object>> around = new ArrayList<>(List.of(List.of()));
    for (Object part : place) {
      List<List<Object>> longer = new ArrayList<>();
      for (List<Object> begun : around) {
        if (part instanceof Long steps) {
          for (long near = steps - 1; near <= steps + 1; near++) {
            longer.add(with(begun, near));
          }
        } else {
          longer.add(with(begun, part));
        }
      }
      around = longer;
    }
    return around;
  }

  private static List<Object> with(List<Object> begun, Object part) {
    List<Object> longer = new ArrayList<>(begun);
    longer.add(part);
    return longer;
  }
}
