package kleiber.sweeps.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.record.table.CellPart;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.tune.Dial;
import kleiber.sweeps.tune.Search;
import kleiber.sweeps.tune.Trial;

/**
 * How a tuned cell stands at this moment, read from its runs' files alone.
 *
 * @param name the cell's
 * @param search what was tried, and whether the best is bracketed
 * @param runs by the values that they have
 */
public record CellStanding(String name, Search search, Map<List<Double>, List<Ledger.Entry>> runs) {
  /** All cells of a sweep, in the order of its design; none where nothing is tuned. */
  public static List<CellStanding> all(SweepFolder folder, Ledger ledger) {
    if (ledger.tuned() == null) {
      return List.of();
    }
    List<Dial> dials = ledger.tuned().dials();
    Map<String, Map<List<Double>, List<Ledger.Entry>>> cells = new LinkedHashMap<>();
    ledger.tuned().cells().forEach(cell -> cells.put(cell, new LinkedHashMap<>()));
    for (Ledger.Entry run : ledger.runs()) {
      if (run.cell() != null) {
        List<Double> values =
            dials.stream()
                .map(dial -> ((Number) run.values().get(dial.key())).doubleValue())
                .toList();
        cells
            .computeIfAbsent(run.cell(), cell -> new LinkedHashMap<>())
            .computeIfAbsent(values, tried -> new ArrayList<>())
            .add(run);
      }
    }
    List<CellStanding> standings = new ArrayList<>();
    cells.forEach(
        (cell, runs) -> standings.add(new CellStanding(cell, search(folder, dials, runs), runs)));
    return standings;
  }

  private static Search search(
      SweepFolder folder, List<Dial> dials, Map<List<Double>, List<Ledger.Entry>> runs) {
    List<Trial> trials = new ArrayList<>();
    runs.forEach(
        (values, seeds) ->
            trials.add(
                Trial.of(
                    values, seeds.stream().map(run -> folder.loss(run).orElse(null)).toList())));
    return new Search(dials, trials);
  }

  /** The runs that its search rests on. */
  public int count() {
    return runs.values().stream().mapToInt(List::size).sum();
  }

  /** What each run is to the cell, by id. */
  Map<String, CellPart> parts() {
    Map<String, CellPart> parts = new HashMap<>();
    Optional<Trial> best = search.best();
    boolean bracketed = search.state() == Search.State.BRACKETED;
    runs.forEach(
        (values, seeds) -> {
          boolean isBest = best.isPresent() && best.get().values().equals(values);
          CellPart part = !isBest ? CellPart.TRIED : bracketed ? CellPart.BEST : CellPart.EDGE;
          seeds.forEach(run -> parts.put(run.id(), part));
        });
    return parts;
  }
}
