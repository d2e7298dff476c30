package kleiber.lm.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;

/**
 * The norm of the gradient over half of a step's sequences, beside that over all of them: what the
 * gradient noise scale follows from. It takes a pass of its own, which is the same on every backend
 * and changes nothing that is trained: passes are counted as if it had not been.
 */
final class NoiseProbe {
  private final TrainingModel training;

  /** Holds half of a step that is one micro-batch; made when it is first needed. */
  private Batch half;

  NoiseProbe(TrainingModel training) {
    this.training = training;
  }

  /**
   * What was measured.
   *
   * @param sequences of the part
   * @param gradNorm global norm of its mean gradient
   */
  record Part(int sequences, double gradNorm) {}

  /**
   * Measures a part of a step that has not been taken yet.
   *
   * @param step its micro-batches, of two sequences together at least
   * @return empty where nothing is to be predicted in the part
   */
  Optional<Part> measure(List<Batch> step) {
    List<Batch> part = part(step);
    if (part.stream().mapToLong(batch -> batch.targetCount(Field.TARGETS)).sum() == 0) {
      return Optional.empty();
    }
    long calls = training.calls();
    training.backward(part);
    training.calls(calls);
    int all = step.stream().mapToInt(Batch::sequences).sum();
    int sequences = step.size() > 1 ? part.stream().mapToInt(Batch::sequences).sum() : halfOf(all);
    return Optional.of(new Part(sequences, training.norm()));
  }

  /**
   * The first micro-batches, or where there is one, it with the targets of its second half gone.
   */
  private List<Batch> part(List<Batch> step) {
    if (step.size() > 1) {
      return step.subList(0, halfOf(step.size()));
    }
    Batch whole = step.get(0);
    if (half == null) {
      half = new Batch(whole.layout(), whole.sequences());
    }
    half.copyFrom(whole, 0);
    for (Field field : whole.layout().targets()) {
      int[] targets = half.get(field);
      int from = half.start(field, halfOf(whole.sequences()));
      Arrays.fill(targets, from, targets.length, Field.IGNORED);
    }
    return List.of(half);
  }

  private static int halfOf(int count) {
    return count / 2;
  }
}
