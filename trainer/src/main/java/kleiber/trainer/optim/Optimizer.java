package kleiber.trainer.optim;

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

  /**
   * What one update needs to know.
   *
   * @param step its number, from 1
   * @param lr learning rate
   * @param gradientScale what clipping leaves of the gradients, at most 1
   */
  public record Update(long step, double lr, double gradientScale) {}
}
