package kleiber.lm.probe;

/** What of a model is looked at, from its input to its output; of blocks, the last one. */
public enum Activation {
  EMBEDDING("embedding"),
  /** Products of queries and keys, with their factor, where a query sees the key. */
  SCORES("attention logits"),
  /** What attention adds to the residual stream. */
  ATTENTION_OUT("attention out"),
  /** What the MLP adds to it. */
  MLP_OUT("mlp out"),
  /** The residual stream after the last block. */
  STREAM("residual stream"),
  LOGITS("logits");

  private final String words;

  Activation(String words) {
    this.words = words;
  }

  /** Its name for people. */
  public String words() {
    return words;
  }
}
