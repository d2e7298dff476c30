package kleiber.engine.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * How an optimiser moves each element of its tensors: assignments in a small language that every
 * backend runs, so that a new optimiser needs no new kernel. Written with names,
 *
 * <pre>{@code
 * UpdateFormula.over("g", "p", "m").numbers("momentum", "keep", "minusRate")
 *     .mix("m", "momentum", "m", GRADIENT_SCALE, "g")    m ← momentum·m + gradientScale·g
 *     .mix("p", "keep", "p", "minusRate", "m");          p ← keep·p + minusRate·m
 * }</pre>
 *
 * and kept with places: tensors come first, in their order, then what else is assigned to, which
 * lives within one element's update. Number 0 is always {@link #GRADIENT_SCALE}.
 */
public final class UpdateFormula {
  /** What clipping leaves of gradients; a gradient is multiplied by it where it is read. */
  public static final String GRADIENT_SCALE = "gradientScale";

  /** Values of one element that a formula may have, its tensors' included. */
  public static final int MOST_PLACES = 8;

  /** What a line assigns to its target t. The numbers of cuda's formula.cu are their order. */
  public enum Operation {
    /** t ← a·x. */
    SCALE,
    /** t ← a·x + b·y. */
    MIX,
    /** t ← a·x² + b·y. */
    MIX_SQUARE,
    /** t ← sign(x), 0 of 0. */
    SIGN,
    /** t ← x/(√(a·y) + b). */
    OVER_ROOT
  }

  /**
   * One assignment.
   *
   * @param target place that is assigned to
   * @param x place of the first operand
   * @param y place of the second; 0 where there is none
   * @param a number of the first coefficient; 0 where there is none
   * @param b number of the second; 0 where there is none
   */
  public record Line(Operation operation, int target, int x, int y, int a, int b) {}

  private final List<String> places = new ArrayList<>();
  private final List<String> numbers = new ArrayList<>(List.of(GRADIENT_SCALE));
  private final List<Line> lines = new ArrayList<>();
  private final int tensors;

  private UpdateFormula(String... tensors) {
    this.places.addAll(List.of(tensors));
    this.tensors = tensors.length;
  }

  /** A formula over tensors of these names, in the order in which they will be bound. */
  public static UpdateFormula over(String... tensors) {
    return new UpdateFormula(tensors);
  }

  /** Names the numbers of a step besides the gradients' scale, in their order. */
  public UpdateFormula numbers(String... names) {
    numbers.addAll(List.of(names));
    return this;
  }

  /** target ← a·x. */
  public UpdateFormula scale(String target, String a, String x) {
    return line(Operation.SCALE, target, x, null, a, null);
  }

  /** target ← a·x + b·y. */
  public UpdateFormula mix(String target, String a, String x, String b, String y) {
    return line(Operation.MIX, target, x, y, a, b);
  }

  /** target ← a·x² + b·y. */
  public UpdateFormula mixSquare(String target, String a, String x, String b, String y) {
    return line(Operation.MIX_SQUARE, target, x, y, a, b);
  }

  /** target ← sign(x). */
  public UpdateFormula sign(String target, String x) {
    return line(Operation.SIGN, target, x, null, null, null);
  }

  /** target ← x/(√(a·y) + b). */
  public UpdateFormula overRoot(String target, String x, String a, String y, String b) {
    return line(Operation.OVER_ROOT, target, x, y, a, b);
  }

  private UpdateFormula line(
      Operation operation, String target, String x, String y, String a, String b) {
    int first = place(x);
    int second = y == null ? 0 : place(y);
    if (!places.contains(target)) {
      places.add(target);
    }
    if (places.size() > MOST_PLACES) {
      throw new IllegalArgumentException("more than " + MOST_PLACES + " values: " + places);
    }
    lines.add(new Line(operation, place(target), first, second, number(a), number(b)));
    return this;
  }

  private int place(String name) {
    return known(places, name);
  }

  private int number(String name) {
    return name == null ? 0 : known(numbers, name);
  }

  private static int known(List<String> names, String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("no " + name + " among " + names);
    }
    return names.indexOf(name);
  }

  /** The assignments, in their order. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** How many of the places are tensors. */
  public int tensors() {
    return tensors;
  }

  /** Tensors and what else is assigned to. */
  public int places() {
    return places.size();
  }

  /** Numbers of a step, the gradients' scale first. */
  public int numbers() {
    return numbers.size();
  }

  /** Whether the tensor at a place is assigned to. */
  public boolean writes(int tensor) {
    return lines.stream().anyMatch(line -> line.target() == tensor);
  }
}
