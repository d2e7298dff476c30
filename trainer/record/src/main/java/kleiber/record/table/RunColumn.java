package kleiber.record.table;

/**
 * The columns of {@code runs.csv}, one row a planned run, in their order. The configuration keys
 * that vary in a sweep stand under their own names before {@link #MESSAGE}.
 */
public enum RunColumn {
  /** Name of the run and of its folder. */
  ID("id", ""),
  /** SHA-256 of its configuration. */
  HASH("hash", ""),
  /** How it stands, in the words of status.json; pending where it has not begun. */
  OUTCOME("outcome", ""),
  /** N with embeddings and head, Chinchilla's. */
  TOTAL_PARAMS("totalParams", "parameters"),
  /** N without embeddings and head, Kaplan's. */
  NON_EMBEDDING_PARAMS("nonEmbeddingParams", "parameters"),
  /** D: training tokens, repeats counted. */
  TOKENS("tokens", "tokens"),
  /** Different training tokens that there are. */
  UNIQUE_TOKENS("uniqueTokens", "tokens"),
  /** SHA-256 of the tokens it was trained on. */
  DATA_DIGEST("dataDigest", ""),
  /** Passes over the different tokens. */
  EPOCHS("epochs", ""),
  /** 6ND of the total parameters. */
  FLOPS_6ND("flops6ND", "FLOPs"),
  /** As counted, matrix product by matrix product. */
  FLOPS_EXACT("flopsExact", "FLOPs"),
  /** Those it spent itself: less where it branched off another run. */
  FLOPS_SPENT("flopsSpent", "FLOPs"),
  /** The last evaluation of a completed run. */
  FINAL_LOSS("finalLossNats", "nats per token"),
  /** Standard error of that, from the spread over sequences. */
  FINAL_LOSS_ERROR("finalLossStderr", "nats per token"),
  /** The lowest evaluation of a completed run. */
  BEST_LOSS("bestLossNats", "nats per token"),
  /** Time in training. */
  SECONDS("seconds", "seconds"),
  /** Tokens it was trained on itself over {@link #SECONDS}. */
  TOKENS_PER_SECOND("tokensPerSecond", "tokens per second"),
  /** Seed of all that is random. */
  SEED("seed", ""),
  /** Whether it was trained to check a prediction, never to be fitted. */
  HOLDOUT("holdout", ""),
  /** The tuned cell it belongs to; a column of tuned sweeps alone. */
  CELL("cell", ""),
  /** What it is to that cell, a {@link CellPart}; a column of tuned sweeps alone. */
  CELL_RUN("cellRun", ""),
  /** Why it failed or diverged. */
  MESSAGE("message", "");

  /** The table, in the folder of its sweep. */
  public static final String FILE = "runs.csv";

  private final String key;
  private final String unit;

  RunColumn(String key, String unit) {
    this.key = key;
    this.unit = unit;
  }

  /** The name in the header. */
  public String key() {
    return key;
  }

  /** What its numbers count; empty where it holds text or plain numbers. */
  public String unit() {
    return unit;
  }
}
