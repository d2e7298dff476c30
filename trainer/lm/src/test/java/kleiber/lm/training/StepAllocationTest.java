package kleiber.lm.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import kleiber.engine.backend.Backend;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.testing.ModelCases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once warm, a step allocates nothing on the heap. */
class StepAllocationTest {
  private static final int STEPS = 20;

  /** The JVM itself allocates on this thread now and then, such as when a call is first linked. */
  private static final int ROUNDS = 10;

  static Set<String> models() {
    return ModelCases.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("models")
  void aStepAllocatesNothing(String name) {
    ModelSpec spec = ModelCases.all().get(name);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Batch> batch = List.of(ModelCases.batch(spec));
    try (Backend backend = UsableBackend.open("cpu", 1);
        TrainingModel training =
            new TrainingModel(
                spec,
                backend,
                batch.get(0).layout(),
                batch.get(0).sequences(),
                OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1),
                1)) {
      Initializer.initialize(training.map(), training.values(), 1);
      steps(training, batch);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        steps(training, batch);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("heap bytes of %d steps", STEPS).isZero();
    }
  }

  private static void steps(TrainingModel training, List<Batch> batch) {
    for (int i = 0; i < STEPS; i++) {
      training.backward(batch);
      training.update(1, 1e-4);
    }
  }
}
