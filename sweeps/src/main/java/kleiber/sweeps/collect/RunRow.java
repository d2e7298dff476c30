package kleiber.sweeps.collect;

import java.util.Optional;
import kleiber.record.Basis;
import kleiber.record.Outcome;
import kleiber.record.SharedSteps;
import kleiber.record.Status;
import kleiber.record.table.CellPart;
import kleiber.record.table.RunColumn;
import kleiber.sweeps.ledger.Ledger;

/**
 * A row of {@code runs.csv}: what was planned and how it stands.
 *
 * @param plan the run as planned
 * @param files what its folder says
 * @param part what it is to its cell, null where it tunes none
 * @param fault why a file of it cannot be read, null where nothing is wrong
 */
record RunRow(Ledger.Entry plan, RunFiles files, CellPart part, String fault) {
  /** How the run stands, in the words of status.json; pending where it has not begun. */
  String outcome() {
    return fault != null
        ? Standing.UNREADABLE
        : files.status().map(Status::outcome).map(Outcome::word).orElse(Standing.PENDING);
  }

  /** The final figures, null unless completed. */
  Status.Result result() {
    return files.status().map(Status::result).orElse(null);
  }

  /**
   * SHA-256 of the tokens, as the run wrote down itself or as it is planned; null where unknown.
   */
  String dataDigest() {
    return files
        .basis()
        .or(() -> Optional.ofNullable(plan.basis()))
        .map(Basis::dataDigest)
        .orElse(null);
  }

  /** Tokens that it was trained on itself, not by the run it branched off. */
  long ownTokens() {
    return plan.tokens() - files.branch().map(SharedSteps::tokens).orElse(0L);
  }

  /** FLOPs of those. */
  double flopsSpent() {
    return plan.flopsExact() - files.branch().map(SharedSteps::flopsExact).orElse(0.0);
  }

  /** Why it failed, diverged or cannot be read, null otherwise. */
  String message() {
    return fault != null ? fault : files.status().map(Status::message).orElse(null);
  }

  /** What stands in a column; null where it is not known. */
  Object cell(RunColumn column) {
    Status.Result result = result();
    boolean sized = plan.tokens() != null;
    return switch (column) {
      case ID -> plan.id();
      case HASH -> plan.hash();
      case OUTCOME -> outcome();
      case TOTAL_PARAMS -> plan.totalParams();
      case NON_EMBEDDING_PARAMS -> plan.nonEmbeddingParams();
      case TOKENS -> plan.tokens();
      case UNIQUE_TOKENS -> plan.uniqueTokens();
      case DATA_DIGEST -> dataDigest();
      case EPOCHS -> sized ? (Double) ((double) plan.tokens() / plan.uniqueTokens()) : null;
      case FLOPS_6ND -> plan.flops6ND();
      case FLOPS_EXACT -> plan.flopsExact();
      case FLOPS_SPENT -> sized ? (Double) flopsSpent() : null;
      case FINAL_LOSS -> result == null ? null : result.finalLossNats();
      case FINAL_LOSS_ERROR -> result == null ? null : result.finalLossStderr();
      case BEST_LOSS -> result == null ? null : result.bestLossNats();
      case SECONDS -> result == null ? null : result.seconds();
      case TOKENS_PER_SECOND -> result == null ? null : ownTokens() / result.seconds();
      case SEED -> plan.values().get("seed");
      case HOLDOUT -> plan.holdout();
      case CELL -> plan.cell();
      case CELL_RUN -> part == null ? null : part.word();
      case MESSAGE -> message();
    };
  }
}
