package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Warnings about runs, of which many run into the same: each is told once, of the first run, with
 * the number of the others. Sentences that differ in their figures alone count as the same.
 */
public final class RunWarnings {
  private static final int NAMED = 3;
  private static final String FIGURE = "\\d[\\d.,]*(e[+-]?\\d+)?";

  /** What a run is warned of. */
  private record Warning(String run, String sentence) {}

  private final Map<String, List<Warning>> kinds = new LinkedHashMap<>();

  /** Adds a warning: the run is the sentence's subject, so the sentence begins with a verb. */
  public void add(String run, String sentence) {
    kinds
        .computeIfAbsent(sentence.replaceAll(FIGURE, "#"), kind -> new ArrayList<>())
        .add(new Warning(run, sentence));
  }

  /** The warnings, in the order in which they first came. */
  public List<String> told() {
    return kinds.values().stream().map(RunWarnings::told).toList();
  }

  private static String told(List<Warning> same) {
    Warning first = same.get(0);
    String sentence = first.run + " " + first.sentence;
    if (same.size() == 1) {
      return sentence;
    }
    List<String> others = same.stream().skip(1).limit(NAMED).map(Warning::run).toList();
    int more = same.size() - 1;
    return sentence
        + " (and likewise "
        + more
        + (more == 1 ? " more run: " : " more runs: ")
        + String.join(", ", others)
        + (more > NAMED ? ", …" : "")
        + ")";
  }
}
