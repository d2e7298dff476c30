package kleiber.record.table;

/**
 * The columns of {@code runs.csv}, one row a planned run, in their order. The configuration keys
 * that vary in a sweep stand under their own names before {@link #MESSAGE}.
 */
public enum RunColumn {
  /** Name of the run and of its folder. */
  ID("id"),
  /** SHA-256 of its configuration. */
  HASH("hash"),
  /** How it stands, in the words of status.json; pending where it has not begun. */
  OUTCOME("outcome"),
  /** N with embeddings and head, Chinchilla's. */
  TOTAL_PARAMS("totalParams"),
  /** N without embeddings and head, Kaplan's. */
  NON_EMBEDDING_PARAMS("nonEmbeddingParams"),
  /** D: training tokens, repeats counted. */
  TOKENS("tokens"),
  /** Different training tokens that there are. */
  UNIQUE_TOKENS("uniqueTokens"),
  /** SHA-256 of the tokens it was trained on. */
  DATA_DIGEST("dataDigest"),
  /** Passes over the different tokens. */
  EPOCHS("epochs"),
  /** FLOPs as 6ND of the total parameters. */
  FLOPS_6ND("flops6ND"),
  /** FLOPs as counted, matrix product by matrix product. */
  FLOPS_EXACT("flopsExact"),
  /** Those it spent itself: less where it branched off another run. */
  FLOPS_SPENT("flopsSpent"),
  /** The last evaluation of a completed run, in nats per token. */
  FINAL_LOSS("finalLossNats"),
  /** Standard error of that, in nats per token, from the spread over sequences. */
  FINAL_LOSS_ERROR("finalLossStderr"),
  /** The lowest evaluation of a completed run, in nats per token. */
  BEST_LOSS("bestLossNats"),
  /** Seconds in training. */
  SECONDS("seconds"),
  /** Tokens it was trained on itself over {@link #SECONDS}. */
  TOKENS_PER_SECOND("tokensPerSecond"),
  /** Seed of all that is random. */
  SEED("seed"),
  /** Whether it was trained to check a prediction, never to be fitted. */
  HOLDOUT("holdout"),
  /** The tuned cell it belongs to; a column of tuned sweeps alone. */
  CELL("cell"),
  /** What it is to that cell, a {@link CellPart}; a column of tuned sweeps alone. */
  CELL_RUN("cellRun"),
  /** Why it failed or diverged. */
  MESSAGE("message");

  /** The table, in the folder of its sweep. */
  public static final String FILE = "runs.csv";

  private final String key;

  RunColumn(String key) {
    this.key = key;
  }

  /** The name in the header. */
  public String key() {
    return key;
  }
}
