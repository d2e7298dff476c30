package kleiber.app.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import kleiber.engine.tensor.ElementType;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.blueprint.ActivationMemory;
import kleiber.lm.model.blueprint.Blueprint;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;

/** A whole model on one screen: every op with its shape, parameters, FLOPs and memory. */
final class ModelSheet {
  /** A multiplication and an addition, forward and twice as many backward. */
  private static final double FLOPS_A_PRODUCT = 6;

  private final Blueprint blueprint;
  private final BatchLayout layout;
  private final int sequences;
  private final ElementType productType;
  private final Set<Value> computed = new HashSet<>();
  private final Set<Weight> read = new HashSet<>();

  /**
   * @param layout of the batches that {@code blueprint} is drawn for
   * @param sequences B at once
   * @param productType what matrix products read
   */
  ModelSheet(Blueprint blueprint, BatchLayout layout, int sequences, ElementType productType) {
    this.blueprint = blueprint;
    this.layout = layout;
    this.sequences = sequences;
    this.productType = productType;
  }

  /** The lines to print. */
  List<String> lines() {
    List<SheetRow> rows = blueprint.ops().stream().map(this::row).toList();
    List<SheetRow> printed = new ArrayList<>();
    for (SheetSection section : SheetSection.of(rows)) {
      printed.addAll(section.printed());
    }
    printed.add(SheetRow.sum("in all", "", rows));
    List<String> lines = new ArrayList<>(SheetRow.lines(printed));
    lines.add("");
    lines.addAll(notes());
    return lines;
  }

  private List<String> notes() {
    ActivationMemory memory = ActivationMemory.of(blueprint, sequences, productType);
    return List.of(
        "FLOPs are those of matrix products, forward and backward.",
        String.format(
            Locale.ROOT,
            "Bytes are those of values for B = %,d sequences, a micro-batch; their gradients take"
                + " %,d more,",
            sequences,
            memory.gradientBytes()),
        String.format(
            Locale.ROOT,
            "in %d slots that layers share. Parameters, their gradients and the optimizer's state"
                + " come on top.",
            memory.slots()));
  }

  private SheetRow row(OpSpec op) {
    long parameters = 0;
    for (Weight weight : op.weights()) {
      parameters += read.add(weight) ? (long) weight.rows() * weight.columns() : 0;
    }
    double flops = FLOPS_A_PRODUCT * op.products() / layout.tokens();
    return new SheetRow(
        op.readBackward().isPresent() ? op.output().name() : "loss",
        op.accept(new OpWords()),
        op.readBackward().map(operand -> shape(operand, op.output())).orElse(""),
        parameters,
        flops,
        computed.add(op.output()) ? bytes(op.output()) : 0);
  }

  private long bytes(Value value) {
    return value.size(sequences) * value.storage().type(productType).bytes();
  }

  private String shape(Operand operand, Value value) {
    Rows rows = operand.rows();
    return String.format(
        Locale.ROOT,
        "[%s%d, %d]%s",
        rows.perSequence() ? "B·" : "",
        rows.count(),
        operand.columns(),
        value.storage().type(productType) == ElementType.F32 ? "" : " bf16");
  }
}
