package kleiber.lm.config;

import kleiber.core.schema.Key;
import kleiber.lm.optim.BatchSchedule;

/** The {@code batch} group. */
public record BatchConfig(
    @Key(doc = "Sequences per step, once the batch is full.", value = "16", min = 1, max = 1 << 20)
        int sequences,
    @Key(
            doc =
                "Sequences at once; the rest of a step is accumulated. 0 for as many as divide"
                    + " every step's: the whole batch where it is constant.",
            value = "0",
            min = 0)
        int microBatch,
    @Key(doc = "Sequences per step over the run.", value = "constant") BatchSchedule schedule) {
  /** Refuses a micro-batch that does not divide every step's sequences. */
  public BatchConfig {
    int unit = schedule == null ? sequences : schedule.unit(sequences);
    if (microBatch > 0 && unit % microBatch != 0) {
      throw new IllegalArgumentException(
          (unit == sequences ? "sequences " : "the batch grows in units of ")
              + unit
              + ", not a multiple of microBatch "
              + microBatch);
    }
  }

  /** Sequences of one forward and backward pass. */
  public int microSequences() {
    return microBatch > 0 ? microBatch : schedule.unit(sequences);
  }

  /** Sequences of the step that comes after {@code steps} steps of {@code tokens} tokens. */
  public int sequencesAt(long steps, double tokens) {
    return schedule.sequences(steps, tokens, sequences);
  }
}
