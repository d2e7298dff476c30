package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kleiber.core.KleiberException;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.spec.TunedKey;
import kleiber.sweeps.tune.Dial;
import kleiber.sweeps.tune.Rings;
import kleiber.sweeps.tune.Search;
import kleiber.sweeps.tune.Trend;
import kleiber.sweeps.tune.Trial;

/**
 * The runs of a design whose rows are tuned, as far as they follow from the results that there are.
 * A cell that has begun goes on from its own results; one that has not waits until all those in the
 * rings inside its own are settled, and starts where they point to.
 */
final class TunedDesign {
  private final SweepFile file;
  private final RunPlanner planner;
  private final WantedSizes wanted;
  private final KnownRuns known;
  private final List<TunedKey> keys;
  private final List<Dial> dials;
  private final CellTrials trials;

  TunedDesign(SweepFile file, RunPlanner planner, WantedSizes wanted, KnownRuns known) {
    this.file = file;
    this.planner = planner;
    this.wanted = wanted;
    this.known = known;
    this.keys = file.spec().tuned();
    this.dials = keys.stream().map(TunedKey::dial).toList();
    this.trials = new CellTrials(file.spec(), planner, wanted, known);
  }

  /**
   * Plans the rows.
   *
   * @param merged told which rows are one cell
   */
  Tuning plan(List<Row> rows, Merged merged) {
    List<CellBase> bases = bases(rows, merged);
    List<CellBase> placed = bases.stream().filter(base -> base.run().size() != null).toList();
    Rings rings = Rings.around(placed.stream().map(CellBase::place).toList());
    Map<Integer, List<CellBase>> byRing = new TreeMap<>();
    for (int i = 0; i < placed.size(); i++) {
      byRing.computeIfAbsent(rings.of().get(i), ring -> new ArrayList<>()).add(placed.get(i));
    }
    Map<CellBase, TunedCell> inside = new LinkedHashMap<>();
    for (List<CellBase> ring : byRing.values()) {
      boolean open = inside.values().stream().allMatch(cell -> cell.search().state().isSettled());
      Map<CellBase, TunedCell> here = new LinkedHashMap<>();
      ring.forEach(base -> here.put(base, cell(base, open, inside)));
      inside.putAll(here);
    }
    List<TunedCell> cells =
        bases.stream()
            .map(base -> inside.containsKey(base) ? inside.get(base) : withoutData(base))
            .toList();
    return new Tuning(dials, cells, seeds().size());
  }

  private List<Long> seeds() {
    return file.spec().seeds();
  }

  /** Each row once, under a name of its own. */
  private List<CellBase> bases(List<Row> rows, Merged merged) {
    Map<String, CellBase> bases = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Row row : seeds().isEmpty() ? List.<Row>of() : rows) {
      PlannedRun run = planner.plan(row, Map.of(), wanted, seeds().get(0), false).as(known);
      if (run.size() != null && run.size().validationSequences() == 0) {
        throw KleiberException.usage(
            file.path()
                + " tunes by the loss on held-out text, and nothing is held out; set"
                + " train.data.validationFraction above 0, or give more text");
      }
      if (!bases.containsKey(run.hash())) {
        String name = label(row, run);
        for (int i = 2; !names.add(name); i++) {
          name = label(row, run) + "-" + i;
        }
        bases.put(run.hash(), new CellBase(row, name, run));
      }
      merged.add(bases.get(run.hash()).name(), row);
    }
    return List.copyOf(bases.values());
  }

  private String label(Row row, PlannedRun run) {
    return run.size() == null ? run.name() : RunName.of(row, Map.of(), run.size(), file.spec());
  }

  /** Its worker will say what is wrong. */
  private TunedCell withoutData(CellBase base) {
    List<PlannedRun> runs = trials.untuned(base);
    List<Double> start = dials.stream().map(dial -> base.value(dial.key())).toList();
    Search search = new Search(dials, List.of(new Trial(start, Double.NaN)));
    return new TunedCell(base.name(), search, runs, runs);
  }

  private TunedCell cell(CellBase base, boolean open, Map<CellBase, TunedCell> inside) {
    Map<List<Double>, List<PlannedRun>> tried = trials.known(base);
    Search search = trials.search(tried);
    List<List<Double>> next =
        !tried.isEmpty()
            ? search.next()
            : open ? Search.star(dials, start(base, inside)) : List.of();
    next.forEach(values -> tried.put(values, trials.runs(base, values)));
    List<PlannedRun> runs = tried.values().stream().flatMap(List::stream).toList();
    List<PlannedRun> expected =
        !runs.isEmpty()
            ? runs
            : Search.star(dials, start(base, Map.of())).stream()
                .flatMap(values -> trials.runs(base, values).stream())
                .toList();
    return new TunedCell(base.name(), trials.search(tried), runs, expected);
  }

  /** Where a cell begins: what is given or ruled, corrected by what others have found. */
  private List<Double> start(CellBase base, Map<CellBase, TunedCell> inside) {
    return IntStream.range(0, dials.size())
        .mapToObj(dial -> expected(base, dial) * Math.exp(trend(dial, inside).at(base.place())))
        .toList();
  }

  private Trend trend(int dial, Map<CellBase, TunedCell> inside) {
    List<Trend.Found> found = new ArrayList<>();
    inside.forEach(
        (base, cell) -> {
          double best = cell.search().vertex(dial);
          if (best > 0 && cell.search().state() != Search.State.FAILED) {
            found.add(new Trend.Found(base.place(), Math.log(best / expected(base, dial))));
          }
        });
    return new Trend(found);
  }

  private double expected(CellBase base, int dial) {
    TunedKey key = keys.get(dial);
    double value = key.start().orElseGet(() -> base.value(key.dial().key()));
    if (!(value > 0)) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s tunes %s, and cell %s would begin at %s; give tune.%s a start above 0",
              file.path(),
              key.dial().key(),
              base.name(),
              value,
              key.dial().key()));
    }
    return value;
  }
}
