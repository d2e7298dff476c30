package kleiber.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of {@code metrics.jsonl}; {@code type} tells which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Metric.Header.class, name = "header"),
  @JsonSubTypes.Type(value = Metric.Step.class, name = "step"),
  @JsonSubTypes.Type(value = Metric.Noise.class, name = "noise"),
  @JsonSubTypes.Type(value = Metric.Norms.class, name = "norms"),
  @JsonSubTypes.Type(value = Metric.Evaluation.class, name = "eval")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Metric {
  /** The version of the format that this program writes and reads. */
  int SCHEMA_VERSION = 1;

  /**
   * The first line.
   *
   * @param schemaVersion {@link #SCHEMA_VERSION}
   * @param run the run's identity hash
   */
  record Header(int schemaVersion, String run) implements Metric {
    /** Refuses a log of nobody's. */
    public Header {
      if (run == null) {
        throw new IllegalArgumentException("run is missing: the run's hash");
      }
    }
  }

  /**
   * One logged step; all but {@code tokensPerSecond} are deterministic.
   *
   * @param step optimiser steps done, counted from 1
   * @param tokens training tokens seen
   * @param flops exact training FLOPs so far
   * @param lossNats mean cross-entropy of this step's batch in nats per token, before the update
   * @param lr learning rate of this step's update
   * @param gradNorm global gradient norm before clipping
   * @param tokensPerSecond since the line before
   */
  record Step(
      long step,
      long tokens,
      double flops,
      double lossNats,
      double lr,
      double gradNorm,
      double tokensPerSecond)
      implements Metric {}

  /**
   * Norms of one gradient over a part of a step's batch and over all of it, at the same weights:
   * what the gradient noise scale follows from (McCandlish et al., arXiv:1812.06162, appendix A.1).
   * Deterministic.
   *
   * @param step optimiser steps done, this one's update included
   * @param tokens training tokens seen
   * @param smallSequences sequences of the part
   * @param bigSequences sequences of the whole batch
   * @param gradNormSmall global norm of the part's mean gradient, before clipping
   * @param gradNormBig the same of the whole batch
   */
  record Noise(
      long step,
      long tokens,
      int smallSequences,
      int bigSequences,
      double gradNormSmall,
      double gradNormBig)
      implements Metric {}

  /**
   * Sizes inside a decoder at one step; deterministic. Activations are those of the first sequences
   * of the step's batch (about 512 tokens, one sequence at least) without dropout, at the weights
   * that the step began with.
   *
   * @param step optimiser steps done, this one's update included
   * @param tokens training tokens seen
   * @param attentionLogitMax by block, the largest product of a query with a key that it sees, with
   *     its factor and without what positions add; of at most 256 queries of a sequence
   * @param logSumExpMax the largest logsumexp of the output logits
   * @param streamRms by block, root mean square of the residual stream after it
   * @param attentionRms by block, root mean square of what attention adds to the stream
   * @param mlpRms by block, root mean square of what the MLP adds to the stream
   * @param gradNorm norm of the gradient before clipping, by what parameters are for
   * @param updateNorm norm of this step's change of the parameters, the same way
   */
  record Norms(
      long step,
      long tokens,
      List<Double> attentionLogitMax,
      double logSumExpMax,
      List<Double> streamRms,
      List<Double> attentionRms,
      List<Double> mlpRms,
      Map<String, Double> gradNorm,
      Map<String, Double> updateNorm)
      implements Metric {
    /** Refuses a line that lacks something, as a damaged log may have. */
    public Norms {
      attentionLogitMax = List.copyOf(attentionLogitMax);
      streamRms = List.copyOf(streamRms);
      attentionRms = List.copyOf(attentionRms);
      mlpRms = List.copyOf(mlpRms);
      gradNorm = Collections.unmodifiableMap(new LinkedHashMap<>(gradNorm));
      updateNorm = Collections.unmodifiableMap(new LinkedHashMap<>(updateNorm));
    }

    /** All of them by name, such as {@code attentionLogitMax/0} and {@code gradNorm/query}. */
    public Map<String, Double> scalars() {
      Map<String, Double> scalars = new LinkedHashMap<>();
      blocks(scalars, "attentionLogitMax", attentionLogitMax);
      scalars.put("logSumExpMax", logSumExpMax);
      blocks(scalars, "streamRms", streamRms);
      blocks(scalars, "attentionRms", attentionRms);
      blocks(scalars, "mlpRms", mlpRms);
      gradNorm.forEach((role, norm) -> scalars.put("gradNorm/" + role, norm));
      updateNorm.forEach((role, norm) -> scalars.put("updateNorm/" + role, norm));
      return scalars;
    }

    private static void blocks(Map<String, Double> scalars, String name, List<Double> values) {
      for (int i = 0; i < values.size(); i++) {
        scalars.put(name + "/" + i, values.get(i));
      }
    }
  }

  /**
   * One evaluation on the validation split; deterministic.
   *
   * @param step optimiser steps done
   * @param tokens training tokens seen
   * @param flops exact training FLOPs so far
   * @param lossNats mean cross-entropy in nats per token
   * @param lossStderr its standard error over the evaluated sequences, null where there is only one
   * @param bitsPerByte of the text, null where there is no text
   * @param evaluatedTokens targets the mean is over
   * @param complete whether the whole split was evaluated
   */
  record Evaluation(
      long step,
      long tokens,
      double flops,
      double lossNats,
      Double lossStderr,
      Double bitsPerByte,
      long evaluatedTokens,
      boolean complete)
      implements Metric {}
}
