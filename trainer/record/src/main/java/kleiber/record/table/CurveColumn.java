package kleiber.record.table;

import java.util.Arrays;
import java.util.List;

/** The columns of {@code curves.csv}, one row a logged step or evaluation, in their order. */
public enum CurveColumn {
  /** Name of the run, as in {@link RunColumn#ID}. */
  ID("id"),
  /** N with embeddings and head. */
  TOTAL_PARAMS(RunColumn.TOTAL_PARAMS.key()),
  /** N without embeddings and head. */
  NON_EMBEDDING_PARAMS(RunColumn.NON_EMBEDDING_PARAMS.key()),
  /** Optimiser steps done. */
  STEP("step"),
  /** Training tokens seen so far. */
  TOKENS(RunColumn.TOKENS.key()),
  /** FLOPs so far, as 6ND of the total parameters and of those tokens. */
  FLOPS_6ND(RunColumn.FLOPS_6ND.key()),
  /** FLOPs spent so far, as counted. */
  FLOPS_EXACT(RunColumn.FLOPS_EXACT.key()),
  /** Of the step's own batch, or of an evaluation, in nats per token. */
  LOSS("lossNats"),
  /** Which of the two: {@link #TRAIN} or {@link #EVAL}. */
  KIND("kind"),
  /** Learning rate of a step; empty for an evaluation. */
  LR("lr"),
  /** Targets that an evaluation had; empty for a step. */
  EVALUATED_TOKENS("evaluatedTokens");

  /** The table, in the folder of its sweep. */
  public static final String FILE = "curves.csv";

  /** The {@link #KIND} of a step. */
  public static final String TRAIN = "train";

  /** The {@link #KIND} of an evaluation. */
  public static final String EVAL = "eval";

  private final String key;

  CurveColumn(String key) {
    this.key = key;
  }

  /** The name in the header. */
  public String key() {
    return key;
  }

  /** The header. */
  public static List<String> header() {
    return Arrays.stream(values()).map(CurveColumn::key).toList();
  }
}
