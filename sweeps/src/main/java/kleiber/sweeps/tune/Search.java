package kleiber.sweeps.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The search for one cell's best values: from a start and its neighbours downhill, one dial after
 * the other, until the lowest loss has a higher one a ratio to either side of it. What is tried
 * next follows from what was tried and nothing else. A run that diverged is infinitely bad.
 *
 * @param dials what is tuned
 * @param trials what was tried, in any order
 */
public record Search(List<Dial> dials, List<Trial> trials) {
  /** So many values a dial reach over a hundredfold at a ratio of two; then the search gives up. */
  public static final int MOST_PER_DIAL = 9;

  /**
   * A neighbour up to so many ratios away brackets, and shapes the parabola: further out valleys
   * are steeper on one side.
   */
  private static final double NEAR = 1.5;

  /** Beside a run that diverged the valley is looked at once more, half a ratio away. */
  private static final double HALF = 0.5;

  /** All have diverged: the way to the valley is long. */
  private static final double LEAP = 2;

  /** How a search stands. */
  public enum State {
    /** Nothing has been tried. */
    WAITING,
    SEARCHING,
    /** The best values lie between worse ones. */
    BRACKETED,
    /** Given up: the best values lie at an end of what was tried. */
    UNBRACKETED,
    /** A run has failed, so there is no telling. */
    FAILED;

    /** Whether nothing more is to come of it, for good or bad. */
    public boolean isSettled() {
      return this != WAITING && this != SEARCHING;
    }
  }

  /** The values that are tried first: a start, and a ratio above and below it on every dial. */
  public static List<List<Double>> star(List<Dial> dials, List<Double> start) {
    List<List<Double>> star = new ArrayList<>();
    List<Double> centre = new ArrayList<>();
    for (int i = 0; i < dials.size(); i++) {
      centre.add(dials.get(i).rounded(start.get(i)));
    }
    star.add(List.copyOf(centre));
    for (int i = 0; i < dials.size(); i++) {
      for (int side : new int[] {-1, 1}) {
        List<Double> moved = moved(centre, i, dials.get(i).step(centre.get(i), side));
        if (!star.contains(moved)) {
          star.add(moved);
        }
      }
    }
    return star;
  }

  /** How it stands. */
  public State state() {
    if (trials.isEmpty()) {
      return State.WAITING;
    } else if (trials.stream().anyMatch(t -> t.lossNats() != null && t.lossNats().isNaN())) {
      return State.FAILED;
    } else if (trials.stream().anyMatch(t -> t.lossNats() == null)) {
      return State.SEARCHING;
    } else if (open().isEmpty()) {
      return best().isPresent() ? State.BRACKETED : State.UNBRACKETED;
    }
    return isExhausted() ? State.UNBRACKETED : State.SEARCHING;
  }

  /** The values to try next; empty where nothing is to be tried, or something has not ended. */
  public List<List<Double>> next() {
    boolean ended = trials.stream().allMatch(t -> t.lossNats() != null);
    return state() == State.SEARCHING && ended ? open() : List.of();
  }

  /** The trial with the lowest loss so far; of equal ones that with the lowest values. */
  public Optional<Trial> best() {
    return trials.stream()
        .filter(Trial::isFinite)
        .min(
            Comparator.comparingDouble(Trial::lossNats)
                .thenComparing(trial -> trial.values().toString()));
  }

  /**
   * The best value of a dial between those that were tried: the vertex of a parabola in its
   * logarithm, or the value of the lowest loss where there is none beside it. NaN before any loss.
   */
  public double vertex(int dial) {
    if (best().isEmpty()) {
      return Double.NaN;
    }
    Trial best = best().get();
    double centre = best.value(dial);
    List<Trial> line =
        line(best, dial).stream()
            .filter(t -> t.isFinite() && apart(t, best, dial) <= NEAR)
            .toList();
    double vertex =
        Parabola.vertex(
            line.stream().mapToDouble(t -> Math.log(t.value(dial) / centre)).toArray(),
            line.stream().mapToDouble(Trial::lossNats).toArray());
    double low = neighbour(best, dial, -1).map(t -> t.value(dial)).orElse(centre);
    double high = neighbour(best, dial, 1).map(t -> t.value(dial)).orElse(centre);
    double value = centre * Math.exp(vertex);
    return value > low && value < high ? value : centre;
  }

  private boolean isExhausted() {
    return trials.size() >= MOST_PER_DIAL * dials.size();
  }

  /** What has to be tried before the best is bracketed on the first dial where it is not. */
  private List<List<Double>> open() {
    if (best().isEmpty()) {
      Trial lowest = trials.stream().min(Comparator.comparingDouble(t -> t.value(0))).orElseThrow();
      return untried(List.of(stepped(lowest, 0, -LEAP)));
    }
    for (int dial = 0; dial < dials.size(); dial++) {
      List<List<Double>> open = new ArrayList<>();
      for (int side : new int[] {-1, 1}) {
        open.addAll(untried(missing(best().get(), dial, side)));
      }
      if (!open.isEmpty()) {
        return open;
      }
    }
    return List.of();
  }

  private List<List<Double>> missing(Trial best, int dial, int side) {
    Optional<Trial> neighbour = neighbour(best, dial, side);
    double apart = neighbour.map(t -> apart(t, best, dial)).orElse(Double.POSITIVE_INFINITY);
    if (apart > NEAR) {
      return List.of(stepped(best, dial, side));
    }
    boolean wall = !neighbour.orElseThrow().isFinite();
    return wall && apart > (HALF + 1) / 2 ? List.of(stepped(best, dial, side * HALF)) : List.of();
  }

  private List<List<Double>> untried(List<List<Double>> wanted) {
    List<List<Double>> tried = trials.stream().map(Trial::values).toList();
    return wanted.stream().filter(values -> !tried.contains(values)).toList();
  }

  private List<Double> stepped(Trial from, int dial, double ratios) {
    return moved(from.values(), dial, dials.get(dial).step(from.value(dial), ratios));
  }

  private static List<Double> moved(List<Double> from, int dial, double value) {
    List<Double> moved = new ArrayList<>(from);
    moved.set(dial, value);
    return List.copyOf(moved);
  }

  private List<Trial> line(Trial through, int dial) {
    return trials.stream().filter(t -> t.isBeside(through, dial)).toList();
  }

  private Optional<Trial> neighbour(Trial of, int dial, int side) {
    return line(of, dial).stream()
        .filter(t -> side * (t.value(dial) - of.value(dial)) > 0)
        .min(Comparator.comparingDouble(t -> apart(t, of, dial)));
  }

  private double apart(Trial one, Trial other, int dial) {
    return dials.get(dial).apart(one.value(dial), other.value(dial));
  }
}
