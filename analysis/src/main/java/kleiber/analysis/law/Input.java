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
  S("optimiser steps");

  private final String meaning;

  Input(String meaning) {
    this.meaning = meaning;
  }

  /** The quantity in words. */
  public String meaning() {
    return meaning;
  }
}
