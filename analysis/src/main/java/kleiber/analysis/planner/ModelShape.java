package kleiber.analysis.planner;

/**
 * The shape of a decoder.
 *
 * @param layers blocks L
 * @param width channels C
 * @param heads attention heads per block
 */
public record ModelShape(int layers, int width, int heads) {
  /** Parameters of the blocks' matrices, 12·L·C² (Kaplan et al., arXiv:2001.08361, table 1). */
  public double blockParams() {
    return 12.0 * layers * width * width;
  }
}
