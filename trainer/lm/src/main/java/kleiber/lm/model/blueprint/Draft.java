package kleiber.lm.model.blueprint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kleiber.lm.model.op.BranchEndOp;
import kleiber.lm.model.op.DropoutOp;
import kleiber.lm.model.op.GradientPlace;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.NormOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec;

/**
 * A {@link Blueprint} being drawn: parameters, values and ops in the order of the forward pass.
 * Names and slots lie under a prefix, so that two stacks of one model do not meet.
 */
final class Draft {
  private final ModelSpec spec;
  private final boolean dropping;
  private final ParameterListing parameters;
  private final List<OpSpec> ops;
  private final Set<String> names;
  private final String prefix;
  private final int length;

  /**
   * @param length positions T a sequence
   * @param dropping whether values are dropped, as in training
   */
  Draft(ModelSpec spec, int length, boolean dropping) {
    this(
        spec, dropping, new ParameterListing(spec), new ArrayList<>(), new HashSet<>(), "", length);
  }

  private Draft(
      ModelSpec spec,
      boolean dropping,
      ParameterListing parameters,
      List<OpSpec> ops,
      Set<String> names,
      String prefix,
      int length) {
    this.spec = spec;
    this.dropping = dropping;
    this.parameters = parameters;
    this.ops = ops;
    this.names = names;
    this.prefix = prefix;
    this.length = length;
  }

  /** The same model's part under {@code part}, over sequences of another length. */
  Draft part(String part, int partLength) {
    return new Draft(spec, dropping, parameters, ops, names, part, partLength);
  }

  ModelSpec spec() {
    return spec;
  }

  /** Where the model's parameters are asked for, by full names. */
  ParameterListing parameters() {
    return parameters;
  }

  List<OpSpec> ops() {
    return List.copyOf(ops);
  }

  /** Positions T a sequence. */
  int length() {
    return length;
  }

  /** A name under this part's prefix. */
  String named(String name) {
    return prefix + name;
  }

  /** A rate of dropout, 0 where nothing is dropped. */
  double rate(double rate) {
    return dropping ? rate : 0;
  }

  /** Appends an op to the forward pass. */
  Value add(OpSpec op) {
    ops.add(op);
    return op.output();
  }

  /** A new value [B·T, columns] whose gradient lies in a slot. */
  Value rows(String name, String slot, int columns) {
    return rows(name, slot, columns, Storage.FLOAT, Storage.FLOAT);
  }

  /** As above, value or gradient in what products read if nothing else does. */
  Value rows(String name, String slot, int columns, Storage value, Storage gradient) {
    GradientPlace place = new GradientPlace.Slot(prefix + slot, gradient);
    return named(name, Rows.perSequence(length), columns, value, place);
  }

  /** A new value [B·T, columns] whose gradient takes its memory. */
  Value rowsInPlace(String name, int columns) {
    Rows rows = Rows.perSequence(length);
    GradientPlace place = new GradientPlace.InPlace();
    return named(name, rows, columns, Storage.FLOAT, place);
  }

  /** A new value of any rows. */
  Value value(String name, String slot, Rows rows, int columns) {
    return named(name, rows, columns, Storage.FLOAT, slot(slot));
  }

  /** Memory is taken by values' names, so a name that stood for two would join them. */
  private Value named(
      String name, Rows rows, int columns, Storage storage, GradientPlace gradient) {
    if (!names.add(prefix + name)) {
      throw new IllegalStateException("two values are called " + prefix + name);
    }
    return new Value(prefix + name, rows, columns, storage, gradient);
  }

  /** y = x·wᵀ + b into a new value. */
  Value linear(String name, ParameterListing.Linear weights, Operand x, String slot) {
    Value y = value(name, slot, x.rows(), weights.weight().rows());
    return add(new LinearOp(x, weights.weight(), weights.bias(), y));
  }

  /** The model's norm of x into {@code y}. */
  Value norm(ParameterListing.Norm weights, Value x, Value y) {
    return add(new NormOp(spec.norm(), x, weights.gain(), weights.bias(), y));
  }

  /** As above, into a new value. */
  Value normed(String name, Value x) {
    ParameterListing.Norm weights = parameters.norm(prefix + name);
    return norm(weights, x, rows(name, "normed", spec.width()));
  }

  /** x with dropout, its gradient in place; x itself where nothing is dropped. */
  Value dropped(String name, Value x, double rate) {
    if (rate(rate) == 0) {
      return x;
    }
    Value y = named(name, x.rows(), x.columns(), Storage.FLOAT, x.gradient());
    return add(new DropoutOp(x, rate, y));
  }

  /** sum = residual + dropout(factor·(x·wᵀ + b)), the end of a branch. */
  Value endBranch(
      String name, ParameterListing.Linear weights, Value x, Value residual, Value sum) {
    double rate = rate(spec.dropout().residual());
    double factor = spec.parametrisation().branch(spec);
    if (rate == 0 && factor == 1) {
      return add(new BranchEndOp(x, weights.weight(), weights.bias(), residual, sum));
    }
    Value branch = linear(name + ".whole", weights, x, "branch");
    if (factor != 1) {
      GradientPlace place = rate == 0 ? sum.gradient() : slot("branch.scaled");
      Value scaled = named(name + ".scaled", sum.rows(), sum.columns(), Storage.FLOAT, place);
      branch = add(new ScaleOp(branch, factor, scaled));
    }
    if (rate > 0) {
      Value kept = named(name + ".kept", sum.rows(), sum.columns(), Storage.FLOAT, sum.gradient());
      branch = add(new DropoutOp(branch, rate, kept));
    }
    return add(new SumOp(residual, branch, sum));
  }

  private GradientPlace slot(String name) {
    return new GradientPlace.Slot(prefix + name, Storage.FLOAT);
  }
}
