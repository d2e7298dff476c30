package kleiber.engine.backend;

import java.util.List;

/**
 * What a device says of the steps that it records.
 *
 * @param launches of a step: kernels, clearings and products of libraries
 * @param nodes of the graph that a step is recorded as
 * @param peakFlopsPerSecond of the card's products in the precision of the backend, by its maker's
 *     data sheet; 0 where unknown
 * @param products of a step, the largest first
 */
public record StepFacts(
    long launches, long nodes, double peakFlopsPerSecond, List<Product> products) {
  /** Who did a product that no kernel of the backend did. */
  public static final String LIBRARY = "cuBLASLt";

  /**
   * Equal products [rows, columns] of {@code terms} terms a sum.
   *
   * @param name forward, dx or dw
   * @param by a kernel of the backend, or {@link StepFacts#LIBRARY}
   * @param count how many there are
   */
  public record Product(String name, int rows, int columns, int terms, String by, int count) {
    /** So many of them. */
    public Product times(int number) {
      return new Product(name, rows, columns, terms, by, number * count);
    }

    /** FLOPs of one. */
    public double flops() {
      return 2.0 * rows * columns * terms;
    }
  }
}
