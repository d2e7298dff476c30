package kleiber.app.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import kleiber.analysis.batch.BatchStudy;
import kleiber.analysis.batch.CriticalBatches;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.batch.CriticalBatches.Found;
import kleiber.analysis.json.Json;
import kleiber.analysis.number.NumberStyle;
import kleiber.app.TextTable;

/**
 * Critical batches as text or JSON, with the gradient noise scale that the runs logged beside them.
 *
 * @param study what was found
 */
record CriticalBatchPrinter(BatchStudy study) {
  String toText() {
    CriticalBatches all = study.all();
    boolean noisy = study.noise().stream().anyMatch(Objects::nonNull);
    TextTable table =
        noisy
            ? new TextTable(
                "N", "loss", "batches", "S min", "E min", "B crit", "interval", "noise", "interval")
            : new TextTable("N", "loss", "batches", "S min", "E min", "B crit", "interval");
    for (int i = 0; i < all.found().size(); i++) {
      Found found = all.found().get(i);
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
        Estimate noise = study.noise().get(i);
        cells.add(noise == null ? "–" : Cells.number("%.3g", noise.value()));
        cells.add(noise == null ? "–" : interval("%.3g", noise));
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
    study.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }

  String toJson() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("criticalBatches", study.all());
    object.put("noiseScaleTokens", study.noise());
    object.put("warnings", study.warnings());
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
}
