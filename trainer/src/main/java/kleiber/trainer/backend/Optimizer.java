package kleiber.trainer.backend;

import java.util.List;
import java.util.Map;
import kleiber.trainer.tensor.Tensor;

/**
 * An optimiser bound to a model's flat buffers.
 *
 * @param state what it remembers between steps, by the name it has in a checkpoint
 * @param parts the update in independent parts: any order and any threads give the same result
 */
public record Optimizer(Map<String, Tensor> state, List<Part> parts) {
  /** The update of some of the parameters. */
  public interface Part {
    /** Updates them from their gradients. */
    void apply(Update update);
  }

  /** What one update needs to know; an engine keeps one and changes its numbers step by step. */
  public interface Update {
    /** Its number, from 1. */
    long step();

    /** Learning rate. */
    double lr();

    /** What clipping leaves of the gradients, at most 1; 1 where the device clips by itself. */
    double gradientScale();

    /** One of given numbers. */
    static Update of(long step, double lr, double gradientScale) {
      return new Given(step, lr, gradientScale);
    }
  }

  private record Given(long step, double lr, double gradientScale) implements Update {}
}
