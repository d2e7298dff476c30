package kleiber.engine.kernels;

/**
 * How a product c = scale·a·b + added takes its factors; not both may lie transposed.
 *
 * @param aTransposed whether a lies transposed
 * @param bTransposed whether b lies transposed
 * @param symmetric whether a·b is known to be symmetric, as XXᵀ is and the product of polynomials
 *     of one symmetric matrix: one half of it may be computed and copied to the other
 * @param scale factor on a·b
 * @param exact whether the factors are taken in fp32, where other products round them
 */
public record ProductForm(
    boolean aTransposed, boolean bTransposed, boolean symmetric, double scale, boolean exact) {
  /** Of rounded factors. */
  public ProductForm(boolean aTransposed, boolean bTransposed, boolean symmetric, double scale) {
    this(aTransposed, bTransposed, symmetric, scale, false);
  }

  /** The same of factors that are not rounded. */
  public ProductForm exactly() {
    return new ProductForm(aTransposed, bTransposed, symmetric, scale, true);
  }

  /** scale·a·b. */
  public static ProductForm scaled(double scale) {
    return new ProductForm(false, false, false, scale);
  }

  /** scale·a·b of symmetric matrices that commute. */
  public static ProductForm symmetric(double scale) {
    return new ProductForm(false, false, true, scale);
  }

  /** x·xᵀ. */
  public static ProductForm ofRows() {
    return new ProductForm(false, true, true, 1);
  }

  /** xᵀ·x. */
  public static ProductForm ofColumns() {
    return new ProductForm(true, false, true, 1);
  }
}
