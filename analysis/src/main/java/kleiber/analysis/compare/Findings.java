package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kleiber.core.Count;

/** What has to be said of a comparison beside its numbers. */
record Findings(
    Arm base, Arm variant, List<Pair> pairs, boolean paired, FloorLaws laws, boolean noiseKnown) {
  /** A line that goes on for so long is a guess. */
  private static final double FAR = 100;

  private static final double MOST_PAIRS = 1.5;

  /** Seeds of each size, at least. */
  int seeds() {
    return pairs.stream()
        .flatMap(pair -> Stream.of(pair.base(), pair.variant()))
        .mapToInt(rung -> rung.losses().size())
        .min()
        .orElse(0);
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.addAll(base.notes());
    notes.addAll(variant.notes());
    left(base, pairs.stream().map(Pair::base).toList(), notes);
    left(variant, pairs.stream().map(Pair::variant).toList(), notes);
    notes.add(noise());
    notes.add(
        laws.given()
            ? "the base's law was given and counts as known"
            : "the base's law was fitted to its "
                + Count.of(base.rungs().size(), "size")
                + "; its uncertainty is in the intervals");
    return notes;
  }

  private String noise() {
    if (!noiseKnown) {
      return "one pair of runs at "
          + (pairs.size() == 1 ? "one size" : "two sizes")
          + " says nothing of the noise, so there are no intervals; give more seeds or sizes";
    }
    if (seeds() == 1) {
      return "one seed: the noise is taken from how far the sizes deviate from a line, which few"
          + " sizes hardly tell; more seeds make the interval narrower";
    }
    return paired
        ? "both have the same seeds, so the same data in the same order, and are compared seed by"
            + " seed"
        : "the seeds of the two differ, so their means are compared";
  }

  private static void left(Arm arm, List<Rung> compared, List<String> notes) {
    List<String> left =
        arm.rungs().stream().filter(r -> !compared.contains(r)).map(Rung::name).toList();
    if (!left.isEmpty()) {
      notes.add(
          "not compared, since the other has nothing near: "
              + String.join(", ", left)
              + " of "
              + arm.name());
    }
  }

  List<String> warnings(Comparison.Estimate gain, Comparison.Projection projection) {
    List<String> warnings = new ArrayList<>();
    unbracketed(base, warnings);
    unbracketed(variant, warnings);
    if (Double.isInfinite(gain.value())) {
      warnings.add(
          "the variant's loss lies at the floor of the base's law or below, so no compute brings the"
              + " base there and the gain has no upper end; the floor is a guess where it was given,"
              + " and uncertain where it was fitted");
    } else if (Double.isInfinite(gain.interval().high())) {
      warnings.add(
          "under some of the laws that fit the base it never reaches the variant's loss: the gain has"
              + " no upper end; train the base at more compute");
    }
    if (laws.given() || base.rungs().size() >= 3) {
      beyond(warnings);
    }
    if (projection != null && projection.beyond() > FAR) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the target is %.3g times the most that was trained: the projection supposes that the"
                  + " line goes on so far",
              projection.beyond()));
    }
    return warnings;
  }

  private void beyond(List<String> warnings) {
    double lowest = base.rungs().stream().mapToDouble(Rung::loss).min().orElseThrow();
    long below = pairs.stream().filter(p -> p.variant().loss() < lowest).count();
    if (below > 0 && pairs.size() > 1 && below >= pairs.size() / MOST_PAIRS) {
      warnings.add(
          "at "
              + below
              + " of "
              + Count.of(pairs.size(), "size")
              + " the variant is better than the base at any, so the gain rests on the base's law"
              + " beyond its runs");
    }
  }

  private static void unbracketed(Arm arm, List<String> warnings) {
    List<String> open =
        arm.rungs().stream().filter(rung -> !rung.bracketed()).map(Rung::name).toList();
    if (!open.isEmpty()) {
      warnings.add(
          "not bracketed: the best values of "
              + Count.of(open.size(), "cell")
              + " of "
              + arm.name()
              + " lie at an end of what was tried ("
              + String.join(", ", open)
              + "), so the loss there is too high");
    }
  }
}
