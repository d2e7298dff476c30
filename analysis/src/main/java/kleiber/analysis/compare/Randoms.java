package kleiber.analysis.compare;

import kleiber.core.random.SeededStream;

/** Random numbers of one draw, one after the other. */
final class Randoms {
  private final SeededStream stream;
  private long counter;

  Randoms(SeededStream stream) {
    this.stream = stream;
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return stream.uniform(2 * counter++);
  }

  /** Standard normal. */
  double normal() {
    return stream.normal(counter++);
  }

  /** χ² of some degrees of freedom, at least one. */
  double chiSquared(int freedom) {
    double sum = 0;
    for (int i = 0; i < freedom; i++) {
      double normal = normal();
      sum += normal * normal;
    }
    return sum;
  }

  /** The place in a list of weights that add up to any sum above 0, each as likely as it weighs. */
  int among(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = uniform() * sum;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }
}
