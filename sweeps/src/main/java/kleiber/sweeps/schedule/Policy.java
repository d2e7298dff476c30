package kleiber.sweeps.schedule;

import kleiber.record.Outcome;

/**
 * What a scheduler does about failures, and when it ends.
 *
 * @param attempts how often a run may be tried whose worker died or whose machine failed it, on all
 *     machines together
 * @param retryFailed whether runs that failed in an earlier sweep are tried again
 * @param failFast whether the first failure ends the sweep
 * @param mayDiverge whether a run that diverged is an answer and no failure
 * @param leaves whether it is one of several machines: then it ends when others train all that is
 *     left, and leaves to them what it has no room for
 */
public record Policy(
    int attempts, boolean retryFailed, boolean failFast, boolean mayDiverge, boolean leaves) {
  /** Of runs none of which may diverge, on one machine. */
  public Policy(int attempts, boolean retryFailed, boolean failFast) {
    this(attempts, retryFailed, failFast, false, false);
  }

  /** Whether a run that ended so ends the sweep. */
  boolean isOver(Outcome outcome) {
    boolean good = outcome == Outcome.COMPLETED || mayDiverge && outcome == Outcome.DIVERGED;
    return failFast && !good;
  }
}
