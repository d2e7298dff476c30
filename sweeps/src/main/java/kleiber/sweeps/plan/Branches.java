package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;

/**
 * Finds runs whose first steps are those of a longer run. Under a warm-up–stable–decay schedule two
 * runs that differ only in their horizon are the same, bit for bit, until the shorter one cools
 * down (Hu et al., arXiv:2404.06395), so the shorter one need only be cooled down.
 */
final class Branches {
  /** Keys that two runs may differ in and still begin alike. */
  private static final Set<String> FREE = Set.of("name", "horizon", "checkpoint", "log");

  /** Below this part of the shorter run, sharing is not worth a checkpoint. */
  private static final double LEAST_SHARED = 0.1;

  /** Longer runs than this share nothing: their rates would have to be compared step by step. */
  private static final long MOST_COMPARED = 2_000_000;

  private Branches() {}

  /** The same runs in the same order, with trunks where there are any. */
  static List<PlannedRun> find(List<PlannedRun> runs) {
    Map<Map<String, Object>, List<PlannedRun>> alike = new LinkedHashMap<>();
    for (PlannedRun run : runs) {
      if (run.size() != null) {
        alike.computeIfAbsent(decidingFirstSteps(run), key -> new ArrayList<>()).add(run);
      }
    }
    Map<String, PlannedRun> linked = new LinkedHashMap<>();
    runs.forEach(run -> linked.put(run.hash(), run));
    alike.values().forEach(group -> link(group, linked));
    return List.copyOf(linked.values());
  }

  private static Map<String, Object> decidingFirstSteps(PlannedRun run) {
    Map<String, Object> values = new TreeMap<>(run.identity().values());
    values.keySet().removeIf(key -> FREE.contains(key.split("\\.", 2)[0]));
    return values;
  }

  private static void link(List<PlannedRun> group, Map<String, PlannedRun> linked) {
    PlannedRun trunk =
        group.stream().max(Comparator.comparingLong(run -> run.size().steps())).orElseThrow();
    Map<PlannedRun, Long> shared = new LinkedHashMap<>();
    for (PlannedRun run : group) {
      long steps = run == trunk ? 0 : sharedSteps(run, trunk);
      if (steps >= LEAST_SHARED * run.size().steps() && steps > 0) {
        shared.put(run, steps);
      }
    }
    if (!shared.isEmpty()) {
      List<Long> steps = shared.values().stream().distinct().sorted().collect(Collectors.toList());
      linked.put(trunk.hash(), trunk.withCheckpointsAt(steps));
      shared.forEach((run, step) -> linked.put(run.hash(), run.branchingOff(trunk, step)));
    }
  }

  /** Steps from the first on whose rates are the same; a run keeps at least its last to itself. */
  private static long sharedSteps(PlannedRun run, PlannedRun trunk) {
    if (run.size().steps() > MOST_COMPARED) {
      return 0;
    }
    TrainConfig config = run.config();
    RunLength own = config.length(run.size().params(), run.size().layout().tokens());
    RunLength longer = trunk.config().length(trunk.size().params(), trunk.size().layout().tokens());
    long tokens = 0;
    for (long step = 1; step < own.steps(); step++) {
      tokens += (long) config.batch().sequencesAt(step - 1, tokens) * run.size().layout().tokens();
      if (config.lrFraction(step, tokens, own) != trunk.config().lrFraction(step, tokens, longer)) {
        return step - 1;
      }
    }
    return own.steps() - 1;
  }
}
