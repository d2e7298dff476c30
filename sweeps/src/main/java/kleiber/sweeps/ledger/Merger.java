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
    Set<String> opened = configurations(next, true);
    Set<String> wanted = next.runs().stream().map(Ledger.Entry::hash).collect(Collectors.toSet());
    before.runs().stream()
        .filter(run -> run.basis() != null || !opened.contains(run.configuration()))
        .forEach(run -> old.put(run.hash(), asBefore ? run : aside(run, wanted)));
    Set<String> unopened = configurations(before, false);
    Set<String> added =
        identities(
            next.runs().stream()
                .filter(run -> run.basis() == null || !unopened.contains(run.configuration())));
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
    Set<String> configurations = configurations(before, true);
    return next.runs().stream()
        .filter(run -> run.basis() != null && !then.contains(identity(run)))
        .anyMatch(run -> configurations.contains(run.configuration()));
  }

  /** A run that tuned a cell which is trained otherwise now is no part of it any more. */
  private static Ledger.Entry aside(Ledger.Entry run, Set<String> wanted) {
    boolean goes = run.cell() != null && !wanted.contains(run.hash());
    return goes ? run.inCell(run.cell() + "-before") : run;
  }

  /** A run that changes between fit and holdout is another run as far as the sweep goes. */
  private static Set<String> identities(Stream<Ledger.Entry> runs) {
    return runs.map(Merger::identity).collect(Collectors.toCollection(HashSet::new));
  }

  private static String identity(Ledger.Entry run) {
    return run.hash() + (run.holdout() ? " holdout" : "");
  }

  /**
   * The configurations of runs that could be opened when they were planned, or of those that could
   * not: one of the latter is there as it really is once it is among the former.
   */
  private static Set<String> configurations(Ledger ledger, boolean opened) {
    return ledger.runs().stream()
        .filter(run -> run.basis() != null == opened)
        .map(Ledger.Entry::configuration)
        .collect(Collectors.toSet());
  }

  /** Why runs of the same configuration are not the same, if that is so. */
  private String reasons(Ledger next) {
    Map<String, List<Ledger.Entry>> then =
        before.runs().stream()
            .filter(run -> run.basis() != null)
            .collect(Collectors.groupingBy(Ledger.Entry::configuration));
    Set<String> reasons = new LinkedHashSet<>();
    for (Ledger.Entry now : next.runs()) {
      if (now.basis() != null) {
        then.getOrDefault(now.configuration(), List.of())
            .forEach(run -> reasons.addAll(run.basis().differences(now.basis())));
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
