package kleiber.engine.backend;

import java.util.List;
import java.util.Map;
import kleiber.engine.tensor.Tensor;

/**
 * An optimiser bound to a model's flat buffers.
 *
 * @param state what it remembers between steps, by the name it has in a checkpoint
 * @param parts the update in independent parts: any order and any threads give the same result
 * @param after what is done after all parts, in other parts: it may be different work from step to
 *     step, and so is never recorded
 * @param exchange where other weights are evaluated than trained, such as an average of them: puts
 *     these into the parameters, and the trained ones where they were, or all of it back. Nothing
 *     is rounded, so that training goes on as if nobody had looked.
 */
public record Optimizer(
    Map<String, Tensor> state, List<Part> parts, List<Part> after, Runnable exchange) {
  /** An optimiser whose trained weights are the ones to evaluate. */
  public Optimizer(Map<String, Tensor> state, List<Part> parts) {
    this(state, parts, List.of(), () -> {});
  }

  /** The update of some of the parameters. */
  public interface Part {
    /** Updates them from their gradients. */
    void apply(Update update);
  }

  /**
   * What one update needs to know. An engine keeps one and sets its numbers step by step, so that a
   * step allocates nothing.
   */
  public static final class Update {
    private long step;
    private double lr;
    private double gradientScale;

    /**
     * Sets the numbers of the next update.
     *
     * @param number of the step, from 1
     * @param rate learning rate
     * @param scale what clipping leaves of the gradients, at most 1; 1 where the device clips them
     */
    public void set(long number, double rate, double scale) {
      step = number;
      lr = rate;
      gradientScale = scale;
    }

    /** The number of the step, from 1. */
    public long step() {
      return step;
    }

    /** Learning rate. */
    public double lr() {
      return lr;
    }

    /** What clipping leaves of the gradients, at most 1. */
    public double gradientScale() {
      return gradientScale;
    }
  }
}
