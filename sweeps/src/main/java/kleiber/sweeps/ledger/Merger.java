package kleiber.sweeps.ledger;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.core.KleiberException;

/**
 * Takes a plan in beside the one that a sweep was started with.
 *
 * @param folder of the sweep
 * @param before what its plan was
 */
record Merger(Path folder, Ledger before) {
  private static final int DIFFERENCES_SHOWN = 5;

  /**
   * What was there and what is new; of a run that is in both, what is known now.
   *
   * @param extend whether runs may be added
   * @param asBefore whether the same is asked for as last time
   * @throws KleiberException when runs are added and must not be, or rest on another text
   */
  Ledger merge(Ledger next, boolean extend, boolean asBefore) {
    requireOneText(next);
    Map<String, Ledger.Entry> old = new LinkedHashMap<>();
    before.runs().stream()
        .filter(run -> !isSuperseded(run, next))
        .forEach(run -> old.put(run.hash(), asBefore ? run : aside(run, next)));
    Set<String> added = identities(next.runs().stream().filter(run -> !supersedes(run)));
    added.removeAll(identities(old.values().stream()));
    Set<String> dropped = identities(old.values().stream());
    dropped.removeAll(identities(next.runs().stream()));
    boolean grows = asBefore && next.tuned() != null;
    boolean changed = grows ? isRebased(next) : !added.isEmpty() || !dropped.isEmpty() && !asBefore;
    if (changed && !extend) {
      throw KleiberException.usage(
          "the plan has changed since the sweep in "
              + folder
              + " was started: "
              + added.size()
              + " runs are new and "
              + dropped.size()
              + " are no longer asked for"
              + reasons(next)
              + "; accept the new ones with --extend (nothing is removed), or choose another"
              + " --out");
    }
    Map<String, Ledger.Entry> all = new LinkedHashMap<>(old);
    for (Ledger.Entry run : next.runs()) {
      boolean knowsLess = run.totalParams() == null && all.containsKey(run.hash());
      if (!knowsLess) {
        all.put(run.hash(), run);
      }
    }
    return new Ledger(
        Ledger.SCHEMA_VERSION,
        next.name(),
        next.slots(),
        next.work(),
        next.tuned(),
        List.copyOf(all.values()));
  }

  /**
   * Whether a run is new since it rests on something else. All else that is new in a tuned sweep
   * follows from its results, as long as the same is asked for.
   */
  private boolean isRebased(Ledger next) {
    Set<String> then = identities(before.runs().stream());
    Set<String> configurations =
        before.runs().stream()
            .filter(run -> run.basis() != null)
            .map(Ledger.Entry::configuration)
            .collect(Collectors.toSet());
    return next.runs().stream()
        .filter(run -> run.basis() != null && !then.contains(identity(run)))
        .anyMatch(run -> configurations.contains(run.configuration()));
  }

  /** A run that tuned a cell which is trained otherwise now is no part of it any more. */
  private static Ledger.Entry aside(Ledger.Entry run, Ledger next) {
    boolean goes =
        run.cell() != null
            && next.runs().stream().noneMatch(other -> other.hash().equals(run.hash()));
    return goes ? run.inCell(run.cell() + "-before") : run;
  }

  /** A run that changes between fit and holdout is another run as far as the sweep goes. */
  private static Set<String> identities(Stream<Ledger.Entry> runs) {
    return runs.map(Merger::identity).collect(Collectors.toCollection(HashSet::new));
  }

  private static String identity(Ledger.Entry run) {
    return run.hash() + (run.holdout() ? " holdout" : "");
  }

  /** Whether a run that could not be opened when it was planned is there now as it really is. */
  private static boolean isSuperseded(Ledger.Entry run, Ledger next) {
    return next.runs().stream().anyMatch(other -> isRealFormOf(other, run));
  }

  private boolean supersedes(Ledger.Entry run) {
    return before.runs().stream().anyMatch(other -> isRealFormOf(run, other));
  }

  private static boolean isRealFormOf(Ledger.Entry real, Ledger.Entry planned) {
    return planned.basis() == null
        && real.basis() != null
        && real.configuration().equals(planned.configuration());
  }

  /** Why runs of the same configuration are not the same, if that is so. */
  private String reasons(Ledger next) {
    Set<String> reasons = new LinkedHashSet<>();
    for (Ledger.Entry now : next.runs()) {
      for (Ledger.Entry then : before.runs()) {
        if (now.basis() != null
            && then.basis() != null
            && now.configuration().equals(then.configuration())) {
          reasons.addAll(then.basis().differences(now.basis()));
        }
      }
    }
    return reasons.isEmpty()
        ? ""
        : " (" + reasons.stream().limit(DIFFERENCES_SHOWN).collect(Collectors.joining("; ")) + ")";
  }

  /** Losses on two texts make no law, so one table never holds both. */
  private void requireOneText(Ledger next) {
    Map<Map<String, String>, Ledger.Entry> first = new LinkedHashMap<>();
    for (Ledger.Entry run : before.runs()) {
      if (run.basis() != null) {
        first.putIfAbsent(data(run), run);
      }
    }
    for (Ledger.Entry run : next.runs()) {
      Ledger.Entry known = first.get(data(run));
      List<String> differences =
          run.basis() == null || known == null
              ? List.of()
              : known.basis().dataDifferences(run.basis());
      if (!differences.isEmpty()) {
        throw KleiberException.usage(
            "the data of the sweep in "
                + folder
                + " have changed since it was started: "
                + String.join("; ", differences)
                + ". Runs on both would stand in one table; restore the text, or choose another"
                + " --out");
      }
    }
  }

  /** The keys that say which data a run is trained on. */
  private static Map<String, String> data(Ledger.Entry run) {
    Map<String, String> data = new TreeMap<>();
    run.values()
        .forEach(
            (path, value) -> {
              if (path.startsWith("data.")) {
                data.put(path, plain(value));
              }
            });
    return data;
  }

  private static String plain(Object value) {
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
