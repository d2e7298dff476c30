package kleiber.analysis.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;

/**
 * Runs that some inputs cannot tell apart: what differs between them is something else.
 *
 * @param runs in the order of the table
 */
public record SameInputs(List<Run> runs) {
  /** Tokens and steps of one plan differ this much: steps are whole. */
  private static final double WHOLE_STEPS = 1.005;

  /** FLOPs of one budget differ more, since sizes are whole too. */
  private static final double WHOLE_SIZES = 1.05;

  /** The groups of {@code runs} by some inputs, in order of appearance. */
  public static List<SameInputs> of(List<Run> runs, List<Input> inputs) {
    GroupIndex index = new GroupIndex(inputs);
    runs.forEach(index::add);
    return index.groups();
  }

  /** Whether a run is of this group, as its first run is. */
  boolean has(Run run, List<Input> inputs) {
    return TunedRuns.areOfOneCell(run, runs.get(0)) || sameInputs(run, inputs);
  }

  private boolean sameInputs(Run run, List<Input> inputs) {
    return inputs.stream().allMatch(input -> same(input, run.get(input), runs.get(0).get(input)));
  }

  private static boolean same(Input input, double one, double other) {
    return Math.max(one / other, other / one) <= tolerance(input);
  }

  /** By which factor values of an input may differ that were meant to be one. */
  static double tolerance(Input input) {
    return switch (input) {
      case D, S, U, B -> WHOLE_STEPS;
      case C -> WHOLE_SIZES;
      case N, L, H -> 1;
    };
  }

  /** Runs that differ in none of {@code keys}, seeds apart. */
  Map<String, List<Run>> byValues(List<String> keys) {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> values(run, keys), LinkedHashMap::new, Collectors.toList()));
  }

  private static String values(Run run, List<String> keys) {
    return keys.stream().map(key -> value(run, key)).toList().toString();
  }

  /**
   * Runs that differ in no hyperparameter, whatever their seeds.
   *
   * @param keys columns of other hyperparameters
   */
  public List<List<Run>> byConfiguration(List<String> keys) {
    return List.copyOf(
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.get(Input.H) + " " + values(run, keys),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /** The mean loss of runs. */
  static double mean(List<Run> runs) {
    return runs.stream().mapToDouble(Run::loss).average().orElseThrow();
  }

  /** Which of {@code keys} have several values here. */
  Stream<String> differing(List<String> keys) {
    return keys.stream()
        .filter(key -> runs.stream().map(run -> value(run, key)).distinct().count() > 1);
  }

  /** A cell with numbers in one writing, so that 1e-3 and 0.001 are the same. */
  private static String value(Run run, String key) {
    String text = run.others().getOrDefault(key, "");
    try {
      return Double.toString(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
