package kleiber.analysis.table;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a column of losses counts in. */
public enum LossUnit {
  /** Natural logarithms: what laws are fitted to. */
  NATS {
    @Override
    double nats(double value) {
      return value;
    }
  },
  /** Logarithms to base 2. */
  BITS {
    @Override
    double nats(double value) {
      return value * Math.log(2);
    }
  },
  /** e to the loss. */
  PERPLEXITY {
    @Override
    double nats(double value) {
      return Math.log(value);
    }
  };

  /** The loss in nats. */
  abstract double nats(double value);

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<LossUnit> find(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    return plain.equals("ppl")
        ? Optional.of(PERPLEXITY)
        : Stream.of(values()).filter(unit -> unit.toString().equals(plain)).findFirst();
  }
}
