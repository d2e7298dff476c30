package kleiber.lm.batch;

/** What a training example may hold, each a fixed number of integers a sequence. */
public enum Field {
  /** Input tokens of the decoder, or of an encoder without one. */
  TOKENS("token", false),
  /** The token to predict at each place of {@link #TOKENS}. */
  TARGETS("target", true),
  /** The segment, from 0, of each of {@link #TOKENS}. */
  SEGMENTS("segment", false),
  /** One number: how many of {@link #TOKENS} are not padding, at least 1. */
  LENGTH("length", false),
  /** One number: the class of a pair of segments. */
  PAIR_TARGET("pair label", true),
  /** Input tokens of the encoder of an encoder-decoder. */
  SOURCE("encoder's token", false),
  /** One number: how many of {@link #SOURCE} are not padding, at least 1. */
  SOURCE_LENGTH("encoder's length", false);

  /** In place of a target: nothing to predict here. */
  public static final int IGNORED = -1;

  private final String what;
  private final boolean target;

  Field(String what, boolean target) {
    this.what = what;
    this.target = target;
  }

  /** What one of its integers is, for messages. */
  String what() {
    return what;
  }

  /** Whether a loss is taken against this field, {@link #IGNORED} entries left out. */
  boolean isTarget() {
    return target;
  }
}
