package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.GatedOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.Parameter.Part;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.Role;

/**
 * out(f(in(x))), or out(f(gate(x))·up(x)).
 *
 * @param name of its parameters, such as {@code layers.0.mlp.}
 */
record FeedForward(Draft draft, String name) implements Branch {

  @Override
  public Value append(Value x, Value residual, ResidualStream stream) {
    ParameterListing parameters = draft.parameters();
    int width = draft.spec().width();
    Mlp mlp = draft.spec().mlp();
    Value kept = draft.dropped(name + "kept", activated(mlp, x), draft.spec().dropout().hidden());
    ParameterListing.Linear out =
        parameters.linear(draft.named(name + "out"), Role.MLP_OUT, width, mlp.width());
    return draft.endBranch(name + "out", out, kept, residual, stream.next(name + "out"));
  }

  private Value activated(Mlp mlp, Value x) {
    ParameterListing parameters = draft.parameters();
    Part half = parameters.part(Role.MLP_IN, mlp.width(), draft.spec().width());
    Part[] halves = mlp.gated() ? new Part[] {half, half} : new Part[] {half};
    ParameterListing.Linear in =
        parameters.fused(draft.named(name + "in"), draft.spec().width(), halves);
    Storage storage = draft.spec().dropout().hidden() > 0 ? Storage.FLOAT : Storage.PRODUCT;
    Value activated =
        draft.rows(name + "activated", "mlp.activated", mlp.width(), storage, storage);
    if (!mlp.gated()) {
      return draft.add(new ActivationOp(mlp.activation(), half("in", "mlp.in", in, x), activated));
    }
    Value gate = half("gate", "mlp.in", in.rows(0, mlp.width()), x);
    Value up = half("up", "mlp.up", in.rows(mlp.width(), mlp.width()), x);
    return draft.add(new GatedOp(mlp.activation(), gate, up, activated));
  }

  private Value half(String value, String slot, ParameterListing.Linear weights, Value x) {
    int columns = weights.weight().rows();
    Value y = draft.rows(name + value, slot, columns, Storage.PRODUCT, Storage.PRODUCT);
    return draft.add(new LinearOp(x, weights.weight(), weights.bias(), y));
  }
}
