package kleiber.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * {@code status.json}.
 *
 * @param schemaVersion {@link Metric#SCHEMA_VERSION}
 * @param outcome how the run stands
 * @param attempts how often it was started
 * @param crashes how often its process died or its machine failed it, since it was last begun anew
 * @param startedAt ISO-8601 time of the first start
 * @param updatedAt ISO-8601 time of the last change
 * @param step optimiser steps done
 * @param totalSteps optimiser steps planned
 * @param message why it failed or diverged, else null
 * @param result the final figures of a completed run, else null
 */
public record Status(
    int schemaVersion,
    Outcome outcome,
    int attempts,
    Integer crashes,
    String startedAt,
    String updatedAt,
    long step,
    long totalSteps,
    String message,
    Result result) {
  /** Refuses a status that says nothing. */
  public Status {
    // Before Kleiber counted them, a status did not say.
    crashes = crashes == null ? 0 : crashes;
    if (outcome == null) {
      throw new IllegalArgumentException("outcome is missing: how the run stands");
    }
    if (outcome == Outcome.COMPLETED && result == null) {
      throw new IllegalArgumentException("result is missing, but outcome is completed");
    }
    if (attempts < 0 || crashes < 0 || step < 0 || totalSteps < 0) {
      throw new IllegalArgumentException(
          "attempts, crashes, step and totalSteps must not be negative: "
              + List.of(attempts, crashes, step, totalSteps));
    }
  }

  /** Whether training again would end the same: the run has completed or diverged. */
  @JsonIgnore
  public boolean isFinal() {
    return outcome == Outcome.COMPLETED || outcome == Outcome.DIVERGED;
  }

  /**
   * Whether nobody is to train it again unless a user asks: it is final, it failed by itself, or it
   * has crashed as often as it may.
   *
   * @param most crashes after which it is given up
   */
  public boolean isOver(int most) {
    return isFinal() || outcome == Outcome.FAILED || outcome == Outcome.CRASHED && crashes >= most;
  }

  /**
   * What sweeps and analysis need to know of a completed run. What was not measured is null.
   *
   * @param totalParams all parameters
   * @param nonEmbeddingParams without embeddings and head
   * @param tokens training tokens D
   * @param uniqueTokens tokens of the training split
   * @param epochs passes over it
   * @param flops6ND 6 · totalParams · tokens
   * @param flopsExact matrix products counted
   * @param finalLossNats loss on the validation split after the last step, as much of it as {@code
   *     eval.finalBatches} says; null where nothing is held out
   * @param finalLossStderr its standard error over sequences, null where it is unknown
   * @param bitsPerByte of the validation text, null where there is none
   * @param bestLossNats smallest validation loss of the run, null where nothing is held out
   * @param finalTrainLossNats loss of the last step's batch
   * @param seconds time spent training in all attempts
   */
  public record Result(
      long totalParams,
      long nonEmbeddingParams,
      long tokens,
      long uniqueTokens,
      double epochs,
      double flops6ND,
      double flopsExact,
      Double finalLossNats,
      Double finalLossStderr,
      Double bitsPerByte,
      Double bestLossNats,
      double finalTrainLossNats,
      double seconds) {}
}
