package kleiber.analysis.law;

import java.util.Locale;

/**
 * How a paper found that the best size and the best number of tokens grow with compute: N* ∝ C^a,
 * D* ∝ C^b.
 *
 * @param name what the paper is known by
 * @param paper authors and year
 */
public record PublishedExponents(String name, String paper, double a, double b) {
  /** Approach 1, the envelope of training curves: arXiv:2203.15556, table 2. */
  public static final PublishedExponents CHINCHILLA =
      new PublishedExponents("Chinchilla", "Hoffmann et al. 2022 (Chinchilla)", 0.50, 0.50);

  /** arXiv:2001.08361, section 6.1; as exponents of C in table 2 of arXiv:2203.15556. */
  public static final PublishedExponents KAPLAN =
      new PublishedExponents("Kaplan", "Kaplan et al. 2020", 0.73, 0.27);

  /** {@link #a} or {@link #b} by its name. */
  public double get(String exponent) {
    return switch (exponent) {
      case "a" -> a;
      case "b" -> b;
      default -> throw new IllegalArgumentException(exponent + " is neither a nor b");
    };
  }

  /** The paper's name and one of its exponents, such as {@code Kaplan 0.73}. */
  public String say(String exponent) {
    return String.format(Locale.ROOT, "%s %.2f", name, get(exponent));
  }
}
