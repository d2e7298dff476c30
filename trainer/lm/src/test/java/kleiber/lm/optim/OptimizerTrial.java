package kleiber.lm.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.Architectures;

/** Twenty updates of a small model's parameters by random gradients, on every backend here. */
final class OptimizerTrial {
  static final int STEPS = 20;
  static final double LR = 0.03;

  /** What clipping leaves of the gradients at every third step. */
  static final double CLIPPED = 0.25;

  /** A LLaMA with wide, tall and square matrices, two of them fused, biases and an own head. */
  static final ParameterMap MAP =
      ParameterMap.of(Architectures.llama(1, 2, 1, 8, 12, 6, 11).withBiases(true));

  private OptimizerTrial() {}

  private static final Map<String, float[]> DRAWN = new HashMap<>();

  static float[] random(String name) {
    return DRAWN.computeIfAbsent(name, OptimizerTrial::draw).clone();
  }

  private static float[] draw(String name) {
    SeededStream stream = SeededStream.of(1, name);
    float[] values = new float[(int) MAP.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.normal(i);
    }
    return values;
  }

  /** The gradient of a step as an update sees it, after clipping. */
  static double[] gradient(int step) {
    float[] raw = random("g" + step);
    double[] clipped = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      clipped[i] = scale(step) * raw[i];
    }
    return clipped;
  }

  static double rate(int step) {
    return LR / step;
  }

  private static double scale(int step) {
    return step % 3 == 0 ? CLIPPED : 1;
  }

  static double[] start() {
    float[] raw = random("p");
    double[] start = new double[raw.length];
    for (int i = 0; i < raw.length; i++) {
      start[i] = raw[i];
    }
    return start;
  }

  /** The parameters after all steps on a backend, in {@code chunk} elements a part. */
  static float[] train(OptimizerSpec spec, Backend backend, long chunk) {
    return train(spec, backend, chunk, false);
  }

  /** The weights to evaluate after all steps, looked at after every step before. */
  static float[] evaluated(OptimizerSpec spec, Backend backend) {
    return train(spec, backend, MAP.size(), true);
  }

  private static float[] train(OptimizerSpec spec, Backend backend, long chunk, boolean look) {
    Tensor values = backend.allocate((int) MAP.size());
    Tensor gradients = backend.allocate((int) MAP.size());
    values.set(random("p"));
    UpdateSpace space = new UpdateSpace(backend, chunk, 3);
    Optimizer optimizer = spec.bind(space, MAP, new Variable(values, gradients));
    Optimizer.Update update = new Optimizer.Update();
    List<Optimizer.Part> backwards = new ArrayList<>(optimizer.parts());
    java.util.Collections.reverse(backwards);
    for (int step = 1; step <= STEPS; step++) {
      gradients.set(random("g" + step));
      update.set(step, rate(step), scale(step));
      (step % 2 == 0 ? backwards : optimizer.parts()).forEach(part -> part.apply(update));
      optimizer.after().forEach(part -> part.apply(update));
      if (look && step < STEPS) {
        optimizer.exchange().run();
        optimizer.exchange().run();
      }
    }
    if (look) {
      optimizer.exchange().run();
    }
    return values.toArray();
  }

  /** Every backend comes to {@code expected}; the reference, in float64, as good as exactly. */
  static void assertComesTo(OptimizerSpec spec, double[] expected, double inFloats) {
    try (Backend reference = new ReferenceBackend()) {
      assertClose("reference", train(spec, reference, MAP.size()), expected, 1e-6);
    }
    for (String name : List.of("cpu", "nd4j")) {
      try (Backend backend = UsableBackend.open(name, 1)) {
        assertClose(name, train(spec, backend, 50), expected, inFloats);
      }
    }
  }

  private static void assertClose(String where, float[] actual, double[] expected, double within) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", where, i)
          .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(within));
    }
  }
}
