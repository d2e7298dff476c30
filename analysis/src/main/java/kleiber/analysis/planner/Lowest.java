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
  private static final int MOST = 500;

  private Lowest() {}

  /** The place between {@code low} and {@code high}, two different numbers in this order. */
  static double of(DoubleUnaryOperator function, double low, double high) {
    return new BrentOptimizer(RELATIVE, ABSOLUTE)
        .optimize(
            GoalType.MINIMIZE,
            new UnivariateObjectiveFunction(function::applyAsDouble),
            new SearchInterval(low, high),
            new MaxEval(MOST))
        .getPoint();
  }
}
