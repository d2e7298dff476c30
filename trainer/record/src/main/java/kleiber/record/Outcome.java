package kleiber.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a run stands. */
public enum Outcome {
  @JsonProperty("running")
  RUNNING,
  @JsonProperty("completed")
  COMPLETED,
  /** Loss or gradient became NaN or infinite; never retried, never part of a fit. */
  @JsonProperty("diverged")
  DIVERGED,
  /** By itself: trying again would not help. */
  @JsonProperty("failed")
  FAILED,
  /** Its process died without a word, or its machine failed it; resumable. */
  @JsonProperty("crashed")
  CRASHED,
  /** Stopped by a signal after a checkpoint; resumable. */
  @JsonProperty("interrupted")
  INTERRUPTED;

  /** As status.json and tables have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
