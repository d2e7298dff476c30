package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.core.KleiberException;

/**
 * A table of runs.
 *
 * @param runs fitted
 * @param holdouts trained to check predictions
 * @param excluded runs left out, each with the reason
 * @param source the file, for messages
 * @param target what is fitted
 * @param columns that inputs were read from; none for one that follows from others
 * @param rows all of the table, in its order; empty where the runs come from no table
 * @param notes what was done to the table on reading it that its owner should know, in words
 * @param warnings what seems wrong with its columns, in words
 */
public record Observations(
    List<Run> runs,
    List<Run> holdouts,
    Map<String, String> excluded,
    String source,
    FittedQuantity target,
    Map<Input, String> columns,
    List<TableRow> rows,
    List<String> notes,
    List<String> warnings) {
  /** Runs of no table, with their losses. */
  public Observations(
      List<Run> runs, List<Run> holdouts, Map<String, String> excluded, String source) {
    this(
        runs,
        holdouts,
        excluded,
        source,
        FittedQuantity.LOSS,
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same table with other runs and one note more. */
  public Observations with(
      List<Run> others, List<Run> othersHeldOut, Map<String, String> without, String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Observations(
        List.copyOf(others),
        List.copyOf(othersHeldOut),
        without,
        source,
        target,
        columns,
        rows,
        List.copyOf(more),
        warnings);
  }

  /** The same table with one warning more. */
  Observations warned(String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(warning);
    return new Observations(
        runs, holdouts, excluded, source, target, columns, rows, notes, List.copyOf(more));
  }

  /** The same runs, whose fitted quantity is another. */
  public Observations of(FittedQuantity other) {
    return new Observations(
        runs, holdouts, excluded, source, other, columns, rows, notes, warnings);
  }

  /** Inputs and losses for a law. */
  public static Samples samples(Law law, List<Run> runs) {
    return Samples.of(
        law,
        runs.stream().map(run -> inputs(law, run)).toList(),
        runs.stream().mapToDouble(Run::loss).toArray());
  }

  /** How runs' FLOPs are counted. */
  public static FlopCount flopCount(List<Run> runs) {
    return FlopCount.of(
        runs.stream().mapToDouble(Run::n).toArray(),
        runs.stream().mapToDouble(Run::d).toArray(),
        runs.stream().mapToDouble(Run::c).toArray());
  }

  /** A run's inputs in the order of a law. */
  public static double[] inputs(Law law, Run run) {
    return law.inputs().stream().mapToDouble(run::get).toArray();
  }

  /** Indices of runs that are replicates of each other, in order of appearance. */
  public static List<List<Integer>> clusters(List<Run> runs) {
    Map<String, List<Integer>> clusters = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      clusters.computeIfAbsent(runs.get(i).cluster(), k -> new ArrayList<>()).add(i);
    }
    return List.copyOf(clusters.values());
  }

  /** Why runs were left out, each reason with how many: {@code 3 diverged, 1 failed}. */
  private String reasons() {
    Map<String, Integer> counts = new TreeMap<>();
    excluded.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  /**
   * Refuses a table that cannot determine a law, or whose runs are on different tokens.
   *
   * @throws KleiberException saying how many runs or distinct values are needed
   */
  public void requireEnough(Law law) {
    OneText.require(rows, source);
    int needed = law.size() + 1;
    if (runs.size() < needed) {
      throw KleiberException.usage(
          source
              + " has "
              + runs.size()
              + " usable runs; law "
              + law.id()
              + " needs at least "
              + needed
              + (excluded.isEmpty() ? "" : "; left out: " + reasons())
              + notes.stream().map(note -> "\n  " + note).collect(Collectors.joining()));
    }
    if (runs.stream().mapToDouble(Run::loss).distinct().count() == 1) {
      throw KleiberException.usage(
          source
              + " has the same fitted value, "
              + runs.get(0).loss()
              + ", in every run: there is nothing to fit; check the column (--loss)");
    }
    int exponents = law.inputs().size() == 1 ? Math.min(law.size(), 4) : 2;
    for (Input input : law.inputs()) {
      TreeSet<Double> values = new TreeSet<>();
      runs.forEach(run -> values.add(run.get(input)));
      if (values.size() < exponents) {
        throw KleiberException.usage(
            source
                + " has all its runs at "
                + values.size()
                + " value(s) of "
                + input
                + ": law "
                + law.id()
                + " needs at least "
                + exponents
                + "; vary the "
                + input.meaning()
                + ", or fit a law without it");
      }
    }
  }
}
