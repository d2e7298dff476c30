package kleiber.sweeps.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import kleiber.core.schema.Key;

/** How a hyperparameter follows from a quantity of the run, such as a learning rate from N. */
public sealed interface Rule permits Rule.None, Rule.Power, Rule.Table, Rule.Fit {
  /**
   * The rule, ready to be asked.
   *
   * @param key of the hyperparameter
   * @param count what N means in the sweep
   * @throws kleiber.core.KleiberException where it rests on a file that does not serve
   */
  RuleLaw law(String key, SweepSpec.Count count);

  /** As the training configuration has it. */
  record None() implements Rule {
    @Override
    public RuleLaw law(String key, SweepSpec.Count count) {
      return (x, n, d) -> OptionalDouble.empty();
    }
  }

  /** coefficient · x^exponent. */
  record Power(
      @Key(doc = "Value at x = 1.", min = 0) double coefficient,
      @Key(doc = "Power of x.") double exponent)
      implements Rule {
    @Override
    public RuleLaw law(String key, SweepSpec.Count count) {
      return (x, n, d) -> OptionalDouble.of(coefficient * Math.pow(x, exponent));
    }
  }

  /** Straight between points in log x and log value, and level beyond them. */
  record Table(
      @Key(doc = "Where the values hold, rising.", min = 0) List<Double> at,
      @Key(doc = "The values.", min = 0) List<Double> values)
      implements Rule {
    /** Refuses lists that do not match or do not rise. */
    public Table {
      if (at.isEmpty() || at.size() != values.size()) {
        throw new IllegalArgumentException(
            "at and values need as many numbers, not " + at.size() + " and " + values.size());
      }
      for (int i = 1; i < at.size(); i++) {
        if (at.get(i) <= at.get(i - 1)) {
          throw new IllegalArgumentException("at must rise, not " + at);
        }
      }
    }

    @Override
    public RuleLaw law(String key, SweepSpec.Count count) {
      return (x, n, d) -> OptionalDouble.of(at(x));
    }

    private double at(double x) {
      int last = at.size() - 1;
      if (x <= at.get(0) || last == 0) {
        return values.get(0);
      }
      for (int i = 1; i <= last; i++) {
        if (x <= at.get(i)) {
          double part = Math.log(x / at.get(i - 1)) / Math.log(at.get(i) / at.get(i - 1));
          double ratio = values.get(i) / values.get(i - 1);
          return values.get(i - 1) * Math.pow(ratio, part);
        }
      }
      return values.get(last);
    }
  }

  /** The law of best values that was fitted to a tuned sweep. */
  record Fit(
      @Key(
              doc =
                  "What kleiber fit --law power-nd --optimum optimizer.lr (or batch.sequences)"
                      + " wrote: K·N^a·D^b.",
              place = true)
          Path file)
      implements Rule {
    @Override
    public RuleLaw law(String key, SweepSpec.Count count) {
      return FittedRule.read(file, key, count);
    }
  }
}
