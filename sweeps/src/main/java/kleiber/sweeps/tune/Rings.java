package kleiber.sweeps.tune;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In which order cells are tuned. First comes the middle one of the cheapest, since it has to
 * search furthest, then ring after ring around it. A cell begins where all those in the rings
 * inside its own have pointed to; these are always the same, whatever ends first.
 *
 * @param of the ring of each cell, from 0
 */
public record Rings(List<Integer> of) {
  /** From ring to ring N or D doubles: best values move by less than the usual ratio of two. */
  private static final double WIDTH = Math.log(2);

  /** Budgets that double lie on the edges of rings, but for rounding. */
  private static final double ON_THE_EDGE = 0.01;

  /** Cells of a budget have the same compute, but for sizes that are whole. */
  private static final double ONE_BUDGET = Math.log(1.25);

  /** The rings of cells at some places. */
  public static Rings around(List<CellPlace> places) {
    double least = places.stream().mapToDouble(CellPlace::lnCompute).min().orElse(0);
    List<CellPlace> cheapest =
        places.stream().filter(place -> place.lnCompute() <= least + ONE_BUDGET).toList();
    CellPlace middle =
        new CellPlace(
            cheapest.stream().mapToDouble(CellPlace::lnN).average().orElse(0),
            cheapest.stream().mapToDouble(CellPlace::lnD).average().orElse(0));
    CellPlace first =
        cheapest.stream()
            .min(Comparator.comparingDouble((CellPlace place) -> place.to(middle)))
            .orElse(middle);
    int pilot = places.indexOf(first);
    return new Rings(
        IntStream.range(0, places.size())
            .mapToObj(i -> i == pilot ? 0 : ring(places.get(i), first))
            .toList());
  }

  private static int ring(CellPlace place, CellPlace first) {
    return Math.max(1, (int) Math.ceil(place.to(first) / WIDTH - ON_THE_EDGE));
  }
}
