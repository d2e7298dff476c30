package kleiber.analysis.table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
import kleiber.record.table.FitFormat;

/**
 * What a law is fitted to. Most are fitted to a loss, but a learning rate, a batch or a number of
 * steps has a law too, and none of these is ever to be printed as a loss.
 *
 * @param name such as {@code loss} or {@code best optimizer.lr}
 * @param unit such as {@code nats per token}; empty for a plain number
 */
public record FittedQuantity(String name, String unit) {
  /** Nats per token. */
  public static final FittedQuantity LOSS = new FittedQuantity("loss", "nats per token");

  private static final List<String> LOSSES = List.of("loss", "nats");

  /** What a column holds, from its name; {@link #LOSS} where that says loss or nats. */
  public static FittedQuantity of(String column) {
    String plain = column.toLowerCase(Locale.ROOT);
    return plain.equals("l") || LOSSES.stream().anyMatch(plain::contains)
        ? LOSS
        : new FittedQuantity(column, unit(plain));
  }

  /** The best value of a hyperparameter's column. */
  public static FittedQuantity best(String column) {
    return new FittedQuantity(FitFormat.best(column), unit(column.toLowerCase(Locale.ROOT)));
  }

  private static String unit(String plain) {
    if (plain.contains("bits") || plain.contains("bpb")) {
      return "bits per byte";
    }
    if (plain.contains("token")) {
      return "tokens";
    }
    return plain.contains("step") ? "steps" : "";
  }

  /** Whether it is a loss in nats per token. */
  @JsonIgnore
  public boolean isLoss() {
    return equals(LOSS);
  }

  /** Name and unit, for the label of an axis: {@code loss, nats per token}. */
  public String label() {
    return unit.isEmpty() ? name : name + ", " + unit;
  }
}
