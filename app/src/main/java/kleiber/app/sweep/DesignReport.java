package kleiber.app.sweep;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kleiber.analysis.design.DesignSearch;
import kleiber.analysis.design.IsoFlopDesign;
import kleiber.app.TextTable;
import kleiber.core.Rounded;

/**
 * What {@code sweep design} prints.
 *
 * @param found the designs
 * @param target FLOPs of the model to predict
 */
record DesignReport(DesignedSweep.Found found, double target) {
  /** Designs that are shown; further ones differ little. */
  private static final int SHOWN = 6;

  String toText() {
    IsoFlopDesign best = found.ranked().get(0).design();
    String head =
        String.format(
            Locale.ROOT,
            "%.2g FLOPs of training, about %s on this machine, to predict the best model of %.3g"
                + " FLOPs:%n%n",
            best.totalFlops(),
            Rounded.duration(found.seconds()),
            target);
    TextTable table =
        new TextTable("budgets", "from", "to", "sizes each", "spread", "reach", "90 % interval");
    Set<List<Integer>> seen = new HashSet<>();
    for (DesignSearch.Ranked ranked : found.ranked()) {
      IsoFlopDesign design = ranked.design();
      if (seen.size() < SHOWN && seen.add(List.of(design.budgets(), design.sizes()))) {
        table.row(
            String.valueOf(design.budgets()),
            String.format(Locale.ROOT, "%.2e", design.flops().get(0)),
            String.format(Locale.ROOT, "%.2e", design.largest()),
            String.valueOf(design.sizes()),
            String.format(Locale.ROOT, "%.2g", design.spread()),
            String.format(Locale.ROOT, "%.3g×", ranked.reach()),
            String.format(Locale.ROOT, "±%.1f %%", 100 * ranked.halfWidth()));
      }
    }
    return head
        + table.toText()
        + String.format(
            Locale.ROOT,
            "%nThe first is the best: design: {kind: isoflop, budgets: [%s], sizesPerBudget: %d,"
                + " spread: %.2g, centre: %.3g}%n",
            String.join(
                ", ",
                best.flops().stream().map(c -> String.format(Locale.ROOT, "%.3e", c)).toList()),
            best.sizes(),
            best.spread(),
            best.tokensPerParam());
  }
}
