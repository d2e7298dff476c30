package kleiber.app.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kleiber.analysis.batch.CriticalBatches;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.batch.Ladder;
import kleiber.analysis.batch.NoiseLog;
import kleiber.analysis.batch.NoiseScale;
import kleiber.analysis.json.Json;
import kleiber.analysis.number.NumberStyle;
import kleiber.app.TextTable;
import kleiber.record.RunDirectory;

/**
 * Critical batches as text or JSON, with the gradient noise scale that the runs logged beside them.
 *
 * @param all what was found
 * @param sweep folder of the runs, null where there is only a table
 */
record CriticalBatchPrinter(CriticalBatches all, Path sweep) {
  /** Noise is taken from steps within this factor of those to the target. */
  private static final double NEAR = 1.25;

  String toText() {
    boolean noisy = all.found().stream().anyMatch(found -> noise(found).isPresent());
    TextTable table =
        noisy
            ? new TextTable("N", "loss", "batches", "S min", "E min", "B crit", "interval", "noise")
            : new TextTable("N", "loss", "batches", "S min", "E min", "B crit", "interval");
    for (Found found : all.found()) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  NumberStyle.COUNT.text(found.ladder().n()),
                  String.format(Locale.ROOT, "%.4g", found.ladder().target()),
                  String.valueOf(found.ladder().reached().size()),
                  Cells.number("%.4g", found.minSteps().value()),
                  Cells.number("%.3g", found.minTokens().value()),
                  Cells.number("%.4g", found.batch().value()),
                  interval("%.3g", found.batch())));
      if (noisy) {
        cells.add(noise(found).map(batch -> Cells.number("%.4g", batch)).orElse("–"));
      }
      table.row(cells.toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder(table.toText());
    text.append(
        String.format(
            Locale.ROOT,
            "%nsteps S and tokens E to a loss at batch B: (S/S_min − 1)(E/E_min − 1) = 1, B crit ="
                + " E_min/S_min in tokens; %.0f %% intervals%n",
            100 * all.level()));
    if (all.law() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "B crit = B*/L^(1/αB)   B* %s, αB %s   (Kaplan 0.21)%n",
              estimate("%.3g", all.law().star()),
              estimate("%.3g", all.law().alpha())));
    }
    if (all.bySize() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "B crit ∝ N^x at equal loss   x %s   (0: size does not matter)%n",
              estimate("%.2g", all.bySize())));
    }
    warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }

  String toJson() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("criticalBatches", all);
    object.put(
        "noiseScaleTokens", all.found().stream().map(found -> noise(found).orElse(null)).toList());
    object.put("warnings", warnings());
    try {
      return Json.mapper().writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String interval(String format, Estimate estimate) {
    return Cells.interval(format, estimate.value(), estimate.interval());
  }

  private static String estimate(String format, Estimate estimate) {
    return Cells.number(format, estimate.value()) + " (" + interval(format, estimate) + ")";
  }

  /** The noise scale in tokens of the runs about where they reached the loss, all together. */
  private Optional<Double> noise(Found found) {
    if (sweep == null) {
      return Optional.empty();
    }
    List<NoiseScale.Norms> norms = new ArrayList<>();
    for (Ladder.Reached reached : found.ladder().reached()) {
      Path metrics = new RunDirectory(sweep.resolve(reached.run())).metrics();
      if (Files.exists(metrics)) {
        NoiseLog log =
            NoiseLog.read(metrics).between(reached.steps() / NEAR, reached.steps() * NEAR);
        norms.addAll(log.normsOfTokens());
      }
    }
    return norms.isEmpty()
        ? Optional.empty()
        : Optional.of(NoiseScale.of(norms).batch()).filter(batch -> !batch.isNaN());
  }

  private List<String> warnings() {
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
