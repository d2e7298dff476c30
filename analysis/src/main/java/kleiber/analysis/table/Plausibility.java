package kleiber.analysis.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;

/**
 * Whether a table's numbers could be those of language models. What could not, most often stands in
 * another unit, and the one that would make it plausible is named.
 */
final class Plausibility {
  /** Forward and backward take 2 and 4 a parameter; attention and a large head add to that. */
  private static final Span FLOPS_PER_PARAMETER_AND_TOKEN = new Span(2, 20, 6);

  /** From a memorised text to a blind guess among three million tokens. */
  private static final Span LOSS = new Span(0.01, 15, 3);

  private static final MathContext DIGITS = new MathContext(3);

  private final List<Run> runs;
  private final Columns columns;
  private final List<String> warnings = new ArrayList<>();

  private Plausibility(List<Run> runs, Columns columns) {
    this.runs = runs;
    this.columns = columns;
  }

  /** What is not plausible in a table, in words. */
  static List<String> warnings(List<Run> runs, Columns columns, Table table) {
    Plausibility plausibility = new Plausibility(runs, columns);
    // Kleiber counts every product of a model, and says so in the column's name.
    plausibility.inputs(table.has(Convention.TOTAL_EXACT.flops()));
    plausibility.loss();
    return List.copyOf(plausibility.warnings);
  }

  /** What somebody may have trained, with room to spare. */
  private static Span span(Input input) {
    return switch (input) {
      case N -> new Span(1e3, 1e13, 3e8);
      case D, U -> new Span(1e4, 1e15, 3e10);
      case C -> new Span(1e7, 1e29, 1e20);
      case S, B, L, H -> new Span(0, Double.POSITIVE_INFINITY, 1);
    };
  }

  private void inputs(boolean flopsAreExact) {
    boolean compared = has(Input.N) && has(Input.D) && has(Input.C) && !flopsAreExact;
    Unit n = Unit.ONE;
    Unit d = Unit.ONE;
    double least = Double.POSITIVE_INFINITY;
    for (Unit ofN : units(Input.N)) {
      for (Unit ofD : units(Input.D)) {
        boolean fits =
            !compared
                || FLOPS_PER_PARAMETER_AND_TOKEN.holds(middle(ratios(ofN.factor() * ofD.factor())));
        double oddity = oddity(Input.N, ofN) + oddity(Input.D, ofD) + (fits ? 0 : 1e3);
        if (oddity < least) {
          least = oddity;
          n = ofN;
          d = ofD;
        }
      }
    }
    check(Input.N, n);
    check(Input.D, d);
    check(Input.U, units(Input.U).get(0));
    if (compared) {
      flops(ratios(n.factor() * d.factor()));
    } else {
      check(Input.C, units(Input.C).get(0));
    }
  }

  private double[] ratios(double unit) {
    return values(run -> run.c() / (run.n() * run.d() * unit));
  }

  private void flops(double[] ratios) {
    Span span = FLOPS_PER_PARAMETER_AND_TOKEN;
    double[] outside = span.outside(ratios);
    if (outside.length > 0) {
      warn(
          "C is %s FLOPs per parameter and token%s, and 2 to 20 are plausible"
              .formatted(range(outside), where(outside, ratios)),
          Input.C,
          span.units(ratios).findFirst(),
          "are N, D and C of the same runs, and counted alike?");
    }
  }

  /** Whether a column was read of some run. */
  private boolean has(Input input) {
    return columns.inputs().containsKey(input)
        && runs.stream().anyMatch(run -> run.inputs().containsKey(input));
  }

  /** Units in which a column is plausible, the most likely first; one where none is. */
  private List<Unit> units(Input input) {
    double[] values = has(input) ? values(run -> run.get(input)) : new double[0];
    if (span(input).outside(values).length == 0) {
      return List.of(Unit.ONE);
    }
    List<Unit> units = span(input).units(values).toList();
    return units.isEmpty() ? List.of(Unit.ONE) : units;
  }

  private double oddity(Input input, Unit unit) {
    return unit.factor() == 1
        ? 0
        : span(input).oddity(middle(values(run -> run.get(input))) * unit.factor());
  }

  /** Warns of a column that is not plausible as it stands. */
  private void check(Input input, Unit unit) {
    double[] values = has(input) ? values(run -> run.get(input)) : new double[0];
    Span span = span(input);
    double[] outside = span.outside(values);
    if (outside.length > 0) {
      boolean few = 2 * outside.length < values.length;
      warn(
          "%s is %s%s, and %s to %s %s are plausible"
              .formatted(
                  input,
                  range(outside),
                  where(outside, values),
                  number(span.low),
                  number(span.high),
                  input.meaning()),
          input,
          Optional.of(unit).filter(found -> found.factor() != 1 && !few),
          few
              ? "are these in another unit than the others? write it in each cell, such as 70M"
              : "check the column (" + Columns.flag(input) + ")");
    }
  }

  private void loss() {
    double[] values = columns.target().isLoss() ? values(Run::loss) : new double[0];
    double[] outside = LOSS.outside(values);
    if (outside.length > 0) {
      boolean perplexity =
          Arrays.stream(values).map(LossUnit.PERPLEXITY::nats).allMatch(LOSS::holds);
      warnings.add(
          "implausible: the loss is %s%s, and 0.01 to 15 nats per token are plausible; %s"
              .formatted(
                  range(outside),
                  where(outside, values),
                  perplexity
                      ? "if it is a perplexity, give --loss-unit perplexity"
                      : "check the column (--loss)"));
    }
  }

  private void warn(String what, Input input, Optional<Unit> unit, String otherwise) {
    warnings.add(
        "implausible: " + what + "; " + unit.map(more -> advice(input, more)).orElse(otherwise));
  }

  /** The unit to give: what is missing, times what the column has already. */
  private String advice(Input input, Unit more) {
    Unit given = columns.units().of(input);
    String name = given.factor() == 1 ? more.name() : number(given.factor() * more.factor());
    return "if it is in units of %s, give %s-unit %s".formatted(name, Columns.flag(input), name);
  }

  private static String range(double[] sorted) {
    String first = number(sorted[0]);
    String last = number(sorted[sorted.length - 1]);
    return first.equals(last) ? last : first + " to " + last;
  }

  /** Three digits: 60, 0.05, 1.2e18. */
  private static String number(double value) {
    return value >= 1e-3 && value < 1e6
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.2e", value)
            .replaceFirst("\\.?0*e([+-])0?", "e$1")
            .replace("e+", "e");
  }

  private static String where(double[] outside, double[] all) {
    return outside.length == all.length
        ? ""
        : String.format(Locale.ROOT, " in %d of %d runs", outside.length, all.length);
  }

  private double[] values(ToDoubleFunction<Run> quantity) {
    return runs.stream().mapToDouble(quantity).filter(Double::isFinite).sorted().toArray();
  }

  private static double middle(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  /** Plausible values, and one that is usual. */
  private record Span(double low, double high, double usual) {
    boolean holds(double value) {
      return value >= low && value <= high;
    }

    double[] outside(double[] values) {
      return Arrays.stream(values).filter(value -> !holds(value)).toArray();
    }

    /** How far a value is from the usual one, in factors of e. */
    double oddity(double value) {
      return Math.abs(Math.log(value / usual));
    }

    /** Units in which all values are plausible, that of the most usual first. */
    Stream<Unit> units(double[] sorted) {
      return Stream.concat(Unit.POWERS.stream(), Stream.of(Unit.PETAFLOP_DAY))
          .filter(unit -> Arrays.stream(sorted).allMatch(value -> holds(value * unit.factor())))
          .sorted(Comparator.comparingDouble(unit -> oddity(middle(sorted) * unit.factor())));
    }
  }
}
