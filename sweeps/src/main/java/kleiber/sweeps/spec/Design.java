package kleiber.sweeps.spec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Key;

/** Which runs a sweep is made of; listed, since the order that javac finds by itself varies. */
public sealed interface Design permits Design.Grid, Design.Isoflop, Design.Ladder, Design.Explicit {
  /** The runs, before seeds and rules. */
  List<Row> expand();

  /** How many these are, before any is listed. */
  BigInteger count();

  private static BigInteger product(int one, int other) {
    return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
  }

  /** Every combination of the axes' values. */
  record Grid(
      @Key(
              doc =
                  "Training keys (or params, tokens, tokensPerParam, flops), each with a list of"
                      + " values or log(FROM, TO, COUNT); keys that move together stand in one,"
                      + " separated by commas, with a list of lists.")
          Map<String, Object> axes)
      implements Design {
    /** Refuses axes without values. */
    public Grid {
      if (axes.isEmpty()) {
        throw new IllegalArgumentException("axes is missing; give at least one key with values");
      }
      axes.forEach(Axis::of);
    }

    @Override
    public BigInteger count() {
      return axes.entrySet().stream()
          .map(axis -> Axis.of(axis.getKey(), axis.getValue()).points().size())
          .map(BigInteger::valueOf)
          .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    @Override
    public List<Row> expand() {
      List<Row> rows = List.of(new Row(Map.of()));
      for (Map.Entry<String, Object> entry : axes.entrySet()) {
        Axis axis = Axis.of(entry.getKey(), entry.getValue());
        List<Row> longer = new ArrayList<>();
        for (Row row : rows) {
          for (List<Object> point : axis.points()) {
            Row next = row;
            for (int i = 0; i < point.size(); i++) {
              next = next.with(axis.keys().get(i), point.get(i));
            }
            longer.add(next);
          }
        }
        rows = longer;
      }
      return rows;
    }
  }

  /** Several sizes at each compute budget (Hoffmann et al., arXiv:2203.15556, approach 2). */
  record Isoflop(
      @Key(doc = "Compute budgets C in FLOPs.", min = 1) List<Double> budgets,
      @Key(doc = "Sizes N, the same at every budget; none for sizesPerBudget.", value = "")
          List<Double> sizes,
      @Key(doc = "Sizes at a budget, at equal ratios.", value = "6", min = 1) int sizesPerBudget,
      @Key(
              doc = "Tokens per parameter in the middle of a budget's sizes.",
              value = "20",
              min = 0.01)
          double centre,
      @Key(doc = "Smallest and largest size, as a factor off the middle.", value = "4", min = 1)
          double spread)
      implements Design {
    private static final double FLOPS_PER_PARAM_AND_TOKEN = 6;

    @Override
    public BigInteger count() {
      return Design.product(budgets.size(), sizes.isEmpty() ? sizesPerBudget : sizes.size());
    }

    @Override
    public List<Row> expand() {
      List<Row> rows = new ArrayList<>();
      for (double budget : budgets) {
        for (double size : sizesAt(budget)) {
          rows.add(Row.of(Row.PARAMS, size).with(Row.FLOPS, budget));
        }
      }
      return rows;
    }

    private double[] sizesAt(double budget) {
      if (!sizes.isEmpty()) {
        return sizes.stream().mapToDouble(Double::doubleValue).toArray();
      }
      double middle = Math.sqrt(budget / FLOPS_PER_PARAM_AND_TOKEN / centre);
      return LogRange.of(middle / spread, middle * spread, sizesPerBudget);
    }
  }

  /** Every size at every ratio of tokens to parameters. */
  record Ladder(
      @Key(doc = "Sizes N.", min = 1) List<Double> sizes,
      @Key(doc = "Tokens per parameter, D over N.", value = "20", min = 0.01)
          List<Double> tokensPerParam)
      implements Design {
    @Override
    public BigInteger count() {
      return Design.product(sizes.size(), tokensPerParam.size());
    }

    @Override
    public List<Row> expand() {
      List<Row> rows = new ArrayList<>();
      for (double size : sizes) {
        for (double ratio : tokensPerParam) {
          rows.add(Row.of(Row.PARAMS, size).with(Row.TOKENS_PER_PARAM, ratio));
        }
      }
      return rows;
    }
  }

  /** Runs named one by one. */
  record Explicit(
      @Key(
              doc =
                  "Runs, each a group of training keys (or params, tokens, tokensPerParam, flops)"
                      + " with values.")
          List<Map<String, Object>> rows)
      implements Design {
    @Override
    public BigInteger count() {
      return BigInteger.valueOf(rows.size());
    }

    @Override
    public List<Row> expand() {
      return rows.stream().map(Row::new).toList();
    }
  }
}
