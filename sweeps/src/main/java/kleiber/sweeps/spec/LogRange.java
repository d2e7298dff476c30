package kleiber.sweeps.spec;

/** Numbers at equal ratios. */
final class LogRange {
  private LogRange() {}

  /** {@code count} numbers from {@code from} to {@code to}, both included. */
  static double[] of(double from, double to, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = count == 1 ? from : from * Math.pow(to / from, i / (count - 1.0));
    }
    return values;
  }
}
