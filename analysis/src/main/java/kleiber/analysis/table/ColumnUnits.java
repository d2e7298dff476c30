package kleiber.analysis.table;

import java.util.EnumMap;
import java.util.Map;
import kleiber.analysis.law.Input;

/**
 * The units of a table's columns.
 *
 * @param inputs of those whose unit is given; else the header says it, or it is one
 * @param loss null where it is not given
 */
public record ColumnUnits(Map<Input, Unit> inputs, LossUnit loss) {
  /** Nothing is given. */
  public static final ColumnUnits NONE = new ColumnUnits(Map.of(), null);

  /** The unit of an input's column: one where none is given. */
  public Unit of(Input input) {
    return inputs.getOrDefault(input, Unit.ONE);
  }

  LossUnit ofLoss() {
    return loss == null ? LossUnit.NATS : loss;
  }

  /** These, and for an input whose unit is not given that of its column's name. */
  ColumnUnits orThatOf(ColumnName column, Input input) {
    if (column == null || inputs.containsKey(input) || Unit.find(column.unit()).isEmpty()) {
      return this;
    }
    Map<Input, Unit> more = new EnumMap<>(Input.class);
    more.putAll(inputs);
    more.put(input, Unit.find(column.unit()).orElseThrow());
    return new ColumnUnits(more, loss);
  }

  /** These, and where the unit of the loss is not given that of its column's name. */
  ColumnUnits orThatOf(ColumnName lossColumn) {
    return loss != null || lossColumn == null
        ? this
        : new ColumnUnits(inputs, LossUnit.find(lossColumn.unit()).orElse(null));
  }
}
