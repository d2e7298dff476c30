package kleiber.trainer.batch;

/** What a training example may hold, each a fixed number of integers a sequence. */
public enum Field {
  /** Input tokens of the decoder, or of an encoder without one. */
  TOKENS(false),
  /** The token to predict at each place of {@link #TOKENS}. */
  TARGETS(true),
  /** The segment, from 0, of each of {@link #TOKENS}. */
  SEGMENTS(false),
  /** One number: how many of {@link #TOKENS} are not padding, at least 1. */
  LENGTH(false),
  /** One number: the class of a pair of segments. */
  PAIR_TARGET(true),
  /** Input tokens of the encoder of an encoder-decoder. */
  SOURCE(false),
  /** One number: how many of {@link #SOURCE} are not padding, at least 1. */
  SOURCE_LENGTH(false);

  /** In place of a target: nothing to predict here. */
  public static final int IGNORED = -1;

  private final boolean target;

  Field(boolean target) {
    this.target = target;
  }

  /** Whether a loss is taken against this field, {@link #IGNORED} entries left out. */
  public boolean isTarget() {
    return target;
  }
}
