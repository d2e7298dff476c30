package kleiber.lm.model.spec;

/**
 * What a matrix or vector of parameters is for. How it starts, whether it decays and which counts
 * it belongs to follow from this alone.
 */
public enum Role {
  /** A row for every token, position or segment. */
  EMBEDDING(Kind.EMBEDDING),
  QUERY(Kind.HIDDEN),
  KEY_OR_VALUE(Kind.HIDDEN),
  /** Ends an attention branch. */
  ATTENTION_OUT(Kind.HIDDEN),
  MLP_IN(Kind.HIDDEN),
  /** Ends a feed-forward branch. */
  MLP_OUT(Kind.HIDDEN),
  /** Any other matrix between hidden states. */
  OTHER(Kind.HIDDEN),
  /** A bias of attention's scores by position. */
  POSITION_BIAS(Kind.SCORES),
  /** The output head, where it is not the embedding. */
  HEAD(Kind.HEAD),
  /** The output head's bias. */
  HEAD_BIAS(Kind.VECTOR),
  /** A norm's factor, which starts at 1. */
  GAIN(Kind.VECTOR),
  /** Any other bias, which starts at 0. */
  BIAS(Kind.VECTOR);

  /** What optimisers and the conventions of counting tell apart. */
  public enum Kind {
    /** A table that rows are looked up in. */
    EMBEDDING,
    /** A matrix between hidden states. */
    HIDDEN,
    /** A table of what is added to scores. */
    SCORES,
    /** A matrix from hidden states to tokens. */
    HEAD,
    /** A number for each channel. */
    VECTOR
  }

  private final Kind kind;

  Role(Kind kind) {
    this.kind = kind;
  }

  /** The kind that it is of. */
  public Kind kind() {
    return kind;
  }

  /** Whether weight decay applies: to matrices and tables yes, to vectors no. */
  public boolean decayed() {
    return kind != Kind.VECTOR;
  }

  /** Whether Kaplan's N leaves it out (arXiv:2001.08361, section 2.1). */
  public boolean embedsOrUnembeds() {
    return kind == Kind.EMBEDDING || kind == Kind.HEAD || this == HEAD_BIAS;
  }

  /** What initial values are centred on. */
  public double mean() {
    return this == GAIN ? 1 : 0;
  }
}
