package kleiber.analysis.planner;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/** Where a function with one valley is lowest (Brent, Algorithms for Minimization, 1973). */
final class Lowest {
  private static final double RELATIVE = 1e-10;
  private static final double ABSOLUTE = 1e-9;
  private static final int MOST = 10_000;

  private Lowest() {}

  /**
   * The place between two numbers, in either order. Where they are equal there is one place; where
   * they are too far apart for a number, or one is none, the result is no number either.
   */
  static double of(DoubleUnaryOperator function, double one, double other) {
    double low = Math.min(one, other);
    double high = Math.max(one, other);
    if (low == high) {
      return low;
    }
    if (!Double.isFinite(high - low)) {
      return Double.NaN;
    }
    return new BrentOptimizer(RELATIVE, ABSOLUTE)
        .optimize(
            GoalType.MINIMIZE,
            new UnivariateObjectiveFunction(function::applyAsDouble),
            new SearchInterval(low, high),
            new MaxEval(MOST))
        .getPoint();
  }
}
