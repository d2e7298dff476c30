package kleiber.app.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kleiber.core.KleiberException;
import kleiber.record.Basis;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.plan.PlannedRun;

/**
 * What a loss was measured on: losses can be compared where it is the same.
 *
 * @param basis the tokens and their tokenizer
 * @param values of the configuration by path
 */
record EvaluatedOn(Basis basis, Map<String, ?> values) {
  private static final List<String> KEYS =
      List.of("model.context", "eval.finalBatches", "data.splitSeed", "data.validationFraction");

  static EvaluatedOn of(PlannedRun run) {
    if (run.identity().basis() == null) {
      throw KleiberException.usage("run " + run.name() + " cannot be trained: " + run.obstacle());
    }
    return new EvaluatedOn(run.identity().basis(), run.identity().values());
  }

  static EvaluatedOn of(Ledger.Entry run) {
    return new EvaluatedOn(run.basis(), run.values());
  }

  /**
   * Refuses another kind of loss.
   *
   * @throws KleiberException naming what differs
   */
  void requireSame(EvaluatedOn variant) {
    List<String> differences = new ArrayList<>();
    if (basis != null && variant.basis != null) {
      differences.addAll(basis.dataDifferences(variant.basis));
    }
    KEYS.forEach(key -> differ(key, variant, differences));
    values.keySet().stream()
        .filter(key -> key.startsWith("objective"))
        .forEach(key -> differ(key, variant, differences));
    if (!differences.isEmpty()) {
      throw KleiberException.usage(
          "the losses of base and variant cannot be compared, since they are of different things:\n "
              + " "
              + String.join("\n  ", differences)
              + "\ngive both the same text, tokenizer, context, objective and evaluation");
    }
  }

  private void differ(String key, EvaluatedOn variant, List<String> differences) {
    Object here = values.get(key);
    Object there = variant.values.get(key);
    if (!Objects.equals(String.valueOf(here), String.valueOf(there))) {
      differences.add(key + " is " + here + " in the base and " + there + " in the variant");
    }
  }
}
