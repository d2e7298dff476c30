package kleiber.analysis.law;

/**
 * A number of a law that is fitted.
 *
 * @param name as files have it, in plain letters
 * @param role what it does in the formula
 */
public record LawParameter(String name, Role role) {
  /** What a parameter does. */
  public enum Role {
    /** What no input removes; its internal parameter is its logarithm. */
    FLOOR,
    /** A factor of a term, or a place or width along an input: positive, and of any size. */
    COEFFICIENT,
    /** The power of an input: where it is positive, and only there, loss falls with that input. */
    EXPONENT,
    /** A power that may well be negative. */
    SLOPE,
    /** How terms join or saturate: of the order of one, so that an interval as wide is no value. */
    SHAPE
  }

  static LawParameter floor(String name) {
    return new LawParameter(name, Role.FLOOR);
  }

  static LawParameter coefficient(String name) {
    return new LawParameter(name, Role.COEFFICIENT);
  }

  static LawParameter exponent(String name) {
    return new LawParameter(name, Role.EXPONENT);
  }

  static LawParameter slope(String name) {
    return new LawParameter(name, Role.SLOPE);
  }

  static LawParameter shape(String name) {
    return new LawParameter(name, Role.SHAPE);
  }

  /** Whether it is the power of an input that loss falls with. */
  public boolean isExponent() {
    return role == Role.EXPONENT;
  }

  /** Whether it is what no input removes. */
  public boolean isFloor() {
    return role == Role.FLOOR;
  }

  @Override
  public String toString() {
    return name;
  }
}
