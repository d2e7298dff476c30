package kleiber.analysis.law;

/** What a law's loss depends on. */
public enum Input {
  /** Parameters. */
  N("parameters"),
  /** Training tokens, repeats counted. */
  D("training tokens"),
  /** Training compute in FLOPs. */
  C("training FLOPs"),
  /** Different training tokens, each counted once. */
  U("unique training tokens"),
  /** Optimiser steps. */
  S("optimiser steps"),
  /** Batch in tokens, or in any unit that its law's results are then in. */
  B("batch"),
  /** Loss in nats per token, where something else is fitted to it. */
  L("loss"),
  /** A hyperparameter whose best value is looked for. */
  H("hyperparameter");

  private final String meaning;

  Input(String meaning) {
    this.meaning = meaning;
  }

  /** The quantity in words. */
  public String meaning() {
    return meaning;
  }
}
