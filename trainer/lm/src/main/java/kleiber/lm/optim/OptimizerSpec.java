package kleiber.lm.optim;

import java.util.List;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;

/** How parameters follow their gradients. */
public sealed interface OptimizerSpec
    permits AdamW, Adafactor, Lion, Muon, ScheduleFreeAdamW, Sgd, Shampoo {
  /** Peak learning rate. */
  double lr();

  /** Factors on the rate by role. */
  RoleRates rates();

  /** What keeps training stable. */
  Stability stability();

  /**
   * Whether its steps are as Adam's: entries of the size of the rate, along few directions, so that
   * they act on n inputs n times as one does. µP's rates hold for these. Steps that are orthogonal
   * matrices (Muon, Shampoo) act √n times, and need others.
   */
  default boolean stepsAsAdam() {
    return false;
  }

  /** Largest global gradient norm, 0 for no clipping. */
  default double clipNorm() {
    return stability().clipNorm();
  }

  /** Coefficient of the z-loss, 0 for none. */
  default double zLoss() {
    return stability().zLoss();
  }

  /** Allocates the state for {@code parameters} and binds the update. */
  Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters);

  /** AdamW as published, with clipping at norm 1. */
  static AdamW adamW(double lr, double beta1, double beta2, double eps, double weightDecay) {
    Stability clipped = new Stability(1, 0);
    return new AdamW(
        lr,
        beta1,
        beta2,
        eps,
        weightDecay,
        Decayed.MATRICES,
        BiasCorrection.MOMENTS,
        RoleRates.ONE,
        clipped);
  }

  /** Which parameters weight decay applies to. */
  enum Decayed {
    /** All but biases and gains. */
    MATRICES,
    /** Every one (OPT's code). */
    ALL;

    /** Every parameter of a model, with its decay. */
    List<ParameterGroup> groups(ParameterMap map, RoleRates rates, double weightDecay) {
      return map.parameters().stream().map(p -> group(p, rates, weightDecay)).toList();
    }

    /** Where a parameter lies, and how it is updated: alike wherever its role is the same. */
    ParameterGroup group(Parameter parameter, RoleRates rates, double weightDecay) {
      return ParameterGroup.of(
          parameter, rates, this == ALL || parameter.decayed() ? weightDecay : 0);
    }
  }
}
