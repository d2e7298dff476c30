package kleiber.record.expectation;

import java.nio.file.Path;
import java.util.ServiceLoader;
import kleiber.core.KleiberException;

/**
 * Makes an expectation from a fitted law. Named in {@code META-INF/services} of the module that has
 * laws.
 */
public interface ExpectationReader {
  /**
   * What the law in {@code file} expects of a run.
   *
   * @throws KleiberException where the file holds no such law, or one of other runs
   */
  Expectation read(Path file, RunPlan plan);

  /**
   * The reader that there is.
   *
   * @throws KleiberException where this kleiber has no laws
   */
  static ExpectationReader find() {
    return ServiceLoader.load(ExpectationReader.class)
        .findFirst()
        .orElseThrow(
            () ->
                KleiberException.usage(
                    "--expect needs the module analysis, which is not here; leave it out, or run"
                        + " kleiber whole"));
  }
}
