package kleiber.record.claim;

/**
 * A file of a claim.
 *
 * @param holder who made it
 * @param beats how often the holder has rewritten it, a sign of life
 * @param released whether the holder has let go
 */
public record ClaimState(Holder holder, long beats, boolean released) {
  /** Refuses a claim of nobody. */
  public ClaimState {
    if (holder == null) {
      throw new IllegalArgumentException("a claim without a holder");
    }
  }

  ClaimState next() {
    return new ClaimState(holder, beats + 1, false);
  }

  ClaimState letGo() {
    return new ClaimState(holder, beats, true);
  }
}
