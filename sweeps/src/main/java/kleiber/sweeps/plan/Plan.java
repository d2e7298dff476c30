package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.core.Count;
import kleiber.core.KleiberException;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepFile;

/**
 * All runs of a sweep, each identity once.
 *
 * @param name the sweep's
 * @param runs in the order of the design, held-out runs last
 * @param remarks rows that are no runs of their own, in words
 * @param tuning where rows are tuned: what follows from the results that there are
 */
public record Plan(
    String name, List<PlannedRun> runs, List<String> remarks, Optional<Tuning> tuning) {
  /**
   * Plans a sweep, preparing its data if need be.
   *
   * @param data what is known of them from other plans
   * @param known runs that the sweep has already
   * @throws KleiberException naming the run whose configuration is at fault
   */
  public static Plan of(SweepFile file, PlannedData data, KnownRuns known) {
    RunPlanner planner = new RunPlanner(file, data);
    Map<String, PlannedRun> runs = new LinkedHashMap<>();
    Merged merged = new Merged();
    List<String> remarks = new ArrayList<>();
    List<Row> design = file.spec().design().expand();
    List<Row> holdout = file.spec().holdout().stream().map(Row::new).toList();
    WantedSizes wanted = wanted(design, file);
    Optional<Tuning> tuning = Optional.empty();
    if (!file.spec().tuned().isEmpty()) {
      tuning = Optional.of(new TunedDesign(file, planner, wanted, known).plan(design, merged));
      tuning.get().runs().forEach(run -> runs.putIfAbsent(run.hash(), run));
    } else {
      for (Row row : design) {
        for (long seed : file.spec().seeds()) {
          PlannedRun run = planner.plan(row, Map.of(), wanted, seed, false).as(known);
          merged.add(runs.getOrDefault(run.hash(), run).id(), row);
          runs.putIfAbsent(run.hash(), run);
        }
      }
    }
    remarks.addAll(merged.sentences());
    WantedSizes wantedHoldout = wanted(holdout, file);
    for (Row row : holdout) {
      for (long seed : file.spec().seeds()) {
        PlannedRun run = planner.plan(row, Map.of(), wantedHoldout, seed, true).as(known);
        PlannedRun same = runs.remove(run.hash());
        if (same != null) {
          remarks.add(same.id() + " is asked for as a holdout too; it is held out, not fitted");
        }
        runs.put(run.hash(), run);
      }
    }
    if (runs.isEmpty()) {
      throw KleiberException.usage(
          file.path() + " asks for no runs; give the design sizes, rows or axes, and a seed");
    }
    List<PlannedRun> all = List.copyOf(runs.values());
    long unmeasured =
        all.stream()
            .filter(run -> run.size() != null && run.size().validationSequences() == 0)
            .count();
    if (unmeasured > 0) {
      remarks.add(
          unmeasured
              + " of "
              + Count.of(all.size(), "run")
              + " will have no loss to fit, since nothing is held out; set"
              + " train.data.validationFraction above 0, or give more text");
    }
    return new Plan(
        file.spec().name(), file.spec().branch() ? Branches.find(all) : all, remarks, tuning);
  }

  /**
   * The same plan with what will follow of it at least: guesses at the first runs of cells that
   * have not begun. For what a sweep will take, never to be trained.
   */
  public Plan atLeast() {
    Map<String, PlannedRun> all = new LinkedHashMap<>();
    runs.forEach(run -> all.put(run.hash(), run));
    tuning.ifPresent(t -> t.expected().forEach(run -> all.putIfAbsent(run.hash(), run)));
    return new Plan(name, List.copyOf(all.values()), remarks, tuning);
  }

  /** Whether a later plan asks for runs that this one does not. */
  public boolean isOutgrownBy(Plan later) {
    return later.isBeyond(runs.stream().map(PlannedRun::hash).collect(Collectors.toSet()));
  }

  /** Whether it asks for runs of other hashes than these. */
  public boolean isBeyond(Set<String> hashes) {
    return runs.stream().anyMatch(run -> !hashes.contains(run.hash()));
  }

  private static WantedSizes wanted(List<Row> rows, SweepFile file) {
    try {
      return new WantedSizes(rows);
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage(file.path() + ": " + e.getMessage(), e);
    }
  }
}
