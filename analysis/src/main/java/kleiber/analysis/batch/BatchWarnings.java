package kleiber.analysis.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.number.NumberStyle;

/** What a reader of critical batches should know of how they came about. */
final class BatchWarnings {
  private BatchWarnings() {}

  static List<String> of(CriticalBatches all) {
    List<String> warnings = new ArrayList<>();
    List<Ladder> fitted = all.found().stream().map(Found::ladder).toList();
    for (Ladder ladder : all.unfitted()) {
      warnings.add(
          "not fitted: "
              + name(ladder)
              + " was reached at "
              + ladder.reached().size()
              + " batches, and a hyperbola needs three");
    }
    for (Ladder ladder : fitted) {
      if (!ladder.missed().isEmpty()) {
        warnings.add(
            "not reached: "
                + name(ladder)
                + " at batches of "
                + batches(ladder.missed())
                + " tokens, which are left out; train these for longer");
      }
    }
    for (Ladder ladder : fitted) {
      List<Double> edges =
          ladder.reached().stream()
              .filter(Ladder.Reached::edge)
              .map(Ladder.Reached::batch)
              .toList();
      if (!edges.isEmpty()) {
        warnings.add(
            "rates: to "
                + name(ladder)
                + " the quickest rate was the lowest or highest tried at"
                + " batches of "
                + batches(edges)
                + " tokens; a better one may lie beyond");
      }
    }
    long decaying =
        fitted.stream()
            .flatMap(ladder -> ladder.reached().stream())
            .filter(Ladder.Reached::decaying)
            .count();
    if (decaying > 0) {
      warnings.add(
          decaying
              + " losses were reached while the rate decayed, so steps to them depend on how long"
              + " the run was planned to be; train at a constant rate (schedule.kind: constant)");
    }
    return warnings;
  }

  private static String name(Ladder ladder) {
    return String.format(
        Locale.ROOT,
        "loss %.4g at %s parameters",
        ladder.target(),
        NumberStyle.COUNT.text(ladder.n()));
  }

  private static String batches(List<Double> batches) {
    return batches.stream()
        .map(batch -> String.format(Locale.ROOT, "%,.0f", batch))
        .collect(Collectors.joining(", "));
  }
}
