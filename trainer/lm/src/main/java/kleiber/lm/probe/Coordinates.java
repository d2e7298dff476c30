package kleiber.lm.probe;

import java.util.EnumMap;
import java.util.Map;

/**
 * The sizes of a model's activations after some steps, of one batch.
 *
 * @param values mean |activation|
 * @param changes mean |activation − the same at step 0|
 */
public record Coordinates(Map<Activation, Double> values, Map<Activation, Double> changes) {
  static Coordinates of(Map<Activation, float[]> start, Map<Activation, float[]> end) {
    Map<Activation, Double> values = new EnumMap<>(Activation.class);
    Map<Activation, Double> changes = new EnumMap<>(Activation.class);
    end.forEach(
        (activation, after) -> {
          float[] before = start.get(activation);
          double size = 0;
          double change = 0;
          for (int i = 0; i < after.length; i++) {
            size += Math.abs((double) after[i]);
            change += Math.abs((double) after[i] - before[i]);
          }
          values.put(activation, size / after.length);
          changes.put(activation, change / after.length);
        });
    return new Coordinates(values, changes);
  }
}
