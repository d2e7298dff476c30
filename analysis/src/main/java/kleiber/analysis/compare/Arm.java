package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One side of a comparison: a configuration at several sizes.
 *
 * @param name for people
 * @param rungs cheapest first
 * @param notes what its owner should know of how they were read, in words
 */
public record Arm(String name, List<Rung> rungs, List<String> notes) {
  /** Tokens per parameter of one ladder differ by less: sizes and steps are whole. */
  private static final double ONE_LADDER = Math.log(1.25);

  /** Keeps copies, the cheapest rung first. */
  public Arm {
    rungs = rungs.stream().sorted(Comparator.comparingDouble(Rung::flops)).toList();
    notes = List.copyOf(notes);
  }

  /** The rungs of each number of tokens per parameter, cheapest first; the fewest tokens first. */
  List<List<Rung>> ladders() {
    List<Rung> byTokens =
        rungs.stream().sorted(Comparator.comparingDouble(Arm::lnTokensPerParam)).toList();
    List<List<Rung>> ladders = new ArrayList<>();
    double before = Double.NEGATIVE_INFINITY;
    for (Rung rung : byTokens) {
      if (lnTokensPerParam(rung) - before > ONE_LADDER) {
        ladders.add(new ArrayList<>());
      }
      ladders.get(ladders.size() - 1).add(rung);
      before = lnTokensPerParam(rung);
    }
    ladders.forEach(ladder -> ladder.sort(Comparator.comparingDouble(Rung::flops)));
    return ladders;
  }

  private static double lnTokensPerParam(Rung rung) {
    return Math.log(rung.tokens() / rung.params());
  }
}
