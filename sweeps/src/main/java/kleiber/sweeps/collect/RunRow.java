package kleiber.sweeps.collect;

import java.util.Optional;
import kleiber.sweeps.ledger.Ledger;
import kleiber.trainer.runlog.Basis;
import kleiber.trainer.runlog.Outcome;
import kleiber.trainer.runlog.SharedSteps;
import kleiber.trainer.runlog.Status;

/**
 * A row of {@code runs.csv}: what was planned and how it stands.
 *
 * @param plan the run as planned
 * @param status empty where it has not begun
 * @param branch empty where it takes all steps itself
 * @param part what it is to its cell, null where it tunes none
 * @param basis what it rests on, as it wrote down itself or as it is planned; null where unknown
 */
record RunRow(
    Ledger.Entry plan,
    Optional<Status> status,
    Optional<SharedSteps> branch,
    TunedPart part,
    Basis basis) {
  private static final String PENDING = "pending";

  /** How the run stands, in the words of status.json; pending where it has not begun. */
  String outcome() {
    return status.map(Status::outcome).map(RunRow::word).orElse(PENDING);
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The final figures, null unless completed. */
  Status.Result result() {
    return status.map(Status::result).orElse(null);
  }

  /** Tokens that it was trained on itself, not by the run it branched off. */
  long ownTokens() {
    return plan.tokens() - branch.map(SharedSteps::tokens).orElse(0L);
  }

  /** FLOPs of those. */
  double flopsSpent() {
    return plan.flopsExact() - branch.map(SharedSteps::flopsExact).orElse(0.0);
  }

  /** Why it failed or diverged, null otherwise. */
  String message() {
    return status.map(Status::message).orElse(null);
  }
}
