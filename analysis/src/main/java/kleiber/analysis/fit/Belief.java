package kleiber.analysis.fit;

/**
 * A {@link FloorPrior} as a part of an objective: one more residual, of ln E.
 *
 * @param parameter the place of ln E among the internal parameters
 * @param prior what is believed
 * @param least the lowest loss of the runs, in nats
 * @param weight what a unit of −ln density is worth in units of the objective: the spread of the
 *     runs, so that as much is believed of noisy runs as of quiet ones
 */
record Belief(int parameter, FloorPrior prior, double least, double weight) {
  /** What is added to the objective at {@code p}; its gradient is added too. */
  double evaluate(double[] p, double[] gradient) {
    double ratio = ratio(p);
    gradient[parameter] += weight * prior.slope(ratio) * ratio;
    return weight * prior.value(ratio);
  }

  /** Adds to the normal matrix. */
  void curve(double[] p, double[][] matrix) {
    double ratio = ratio(p);
    matrix[parameter][parameter] += weight * prior.weight() * ratio * ratio;
  }

  Belief drawn(int draw) {
    return new Belief(parameter, prior.drawn(draw), least, weight);
  }

  private double ratio(double[] p) {
    return Math.exp(p[parameter]) / least;
  }
}
