package kleiber.app.quickstart;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a quickstart asks of whoever fits laws. Each says to the user what it does and finds, and
 * what is wrong; where it returns an exit code, 0 means that all is well.
 */
public interface Laws {
  /**
   * Fits the recipe's law to the runs of a sweep.
   *
   * @param sweep its folder
   * @param fit the file to write
   * @return an exit code
   */
  int fit(Path sweep, Path fit);

  /**
   * The parameters of the best model of a budget, by a fit.
   *
   * @throws kleiber.core.KleiberException where the fit has no optimum
   */
  double bestSize(Path fit, double flops);

  /**
   * Predicts the loss of a model that has not been trained.
   *
   * @param params N, all counted
   * @param tokens D
   * @return an exit code
   */
  int predict(Path fit, long params, long tokens);

  /**
   * Writes the report of a sweep.
   *
   * @param wanted a model to predict in it
   * @return an exit code
   */
  int report(Path sweep, Optional<Target> wanted);
}
