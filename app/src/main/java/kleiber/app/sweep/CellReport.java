package kleiber.app.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.app.TextTable;
import kleiber.sweeps.collect.CellStanding;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.tune.Dial;
import kleiber.sweeps.tune.Search;
import kleiber.sweeps.tune.Trial;

/**
 * How a tuned cell stands, as commands print it.
 *
 * @param cell its name
 * @param state waiting, searching, bracketed, unbracketed or failed; aside where it is trained
 *     otherwise now and its search will not go on
 * @param runs that it has
 * @param values the best by key: the vertex of a parabola where there is one; null before any loss
 * @param lossNats the lowest that was measured, null before any
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CellReport(
    String cell, String state, int runs, Map<String, Double> values, Double lossNats) {
  private static final String ASIDE = "aside";

  /** All cells of a sweep; none where nothing is tuned. */
  static List<CellReport> all(SweepFolder folder, Ledger ledger) {
    return CellStanding.all(folder, ledger).stream()
        .map(cell -> of(cell, ledger.isAside(cell.name())))
        .toList();
  }

  private static CellReport of(CellStanding cell, boolean aside) {
    Search search = cell.search();
    return new CellReport(
        cell.name(),
        aside && !search.state().isSettled()
            ? ASIDE
            : search.state().name().toLowerCase(Locale.ROOT),
        cell.count(),
        search.best().map(best -> values(search)).orElse(null),
        search.best().map(Trial::lossNats).orElse(null));
  }

  private static Map<String, Double> values(Search search) {
    List<Dial> dials = search.dials();
    return IntStream.range(0, dials.size())
        .boxed()
        .collect(
            Collectors.toMap(
                i -> dials.get(i).key(), search::vertex, (a, b) -> a, LinkedHashMap::new));
  }

  boolean isSettled() {
    return state.equals(ASIDE) || Search.State.valueOf(state.toUpperCase(Locale.ROOT)).isSettled();
  }

  /** A table of cells under its head. */
  static String table(List<CellReport> cells) {
    List<String> keys =
        cells.stream()
            .filter(cell -> cell.values != null)
            .flatMap(cell -> cell.values.keySet().stream())
            .distinct()
            .toList();
    List<String> head = new ArrayList<>(List.of("cell", "runs", "loss"));
    keys.forEach(key -> head.add("best " + key));
    head.add("");
    TextTable table = new TextTable(head.toArray(String[]::new));
    for (CellReport cell : cells) {
      List<String> row = new ArrayList<>(List.of(cell.cell, "" + cell.runs));
      row.add(cell.lossNats == null ? "" : String.format(Locale.ROOT, "%.4f", cell.lossNats));
      keys.forEach(
          key ->
              row.add(
                  cell.values == null
                      ? ""
                      : String.format(Locale.ROOT, "%.3g", cell.values.get(key))));
      row.add(cell.state);
      table.row(row.toArray(String[]::new));
    }
    return table.toText();
  }

  /** 3 bracketed, 1 searching. */
  static String counts(List<CellReport> cells) {
    Map<String, Integer> states = new TreeMap<>();
    cells.forEach(cell -> states.merge(cell.state, 1, Integer::sum));
    return cells.size() + " cells: " + StatusReport.counts(states);
  }
}
