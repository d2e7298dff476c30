package kleiber.trainer.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.trainer.interchange.ModelFolder;
import kleiber.trainer.interchange.Safetensors;
import kleiber.trainer.loop.Replicas;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.optim.LrSchedule;
import kleiber.trainer.optim.Optimizer;
import kleiber.trainer.optim.OptimizerSpec;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreement with PyTorch in float64, on every backend, with one lane and with two. */
class GoldenTest {
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final double TRAJECTORY = 1e-4;

  static Stream<Arguments> cases() {
    return Stream.of("gpt2-tiny", "llama-tiny")
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, "cpu", 1),
                    Arguments.of(name, "cpu", 2),
                    Arguments.of(name, "nd4j", 1)));
  }

  /** A golden model on a backend, ready to train. */
  private static final class Model implements AutoCloseable {
    final GoldenCase golden;
    final ModelSpec spec;
    final Backend backend;
    final Replicas replicas;
    final int[] inputs;
    final int[] targets;

    Model(String name, String backendName, int lanes) {
      golden = GoldenCase.read(name);
      spec = golden.folder().readSpec();
      backend = Backends.find().open(backendName, "fp32", lanes).backend();
      JsonNode optimizer = golden.expected().path("optimizer");
      OptimizerSpec adamW =
          OptimizerSpec.adamW(
              optimizer.path("peak_lr").asDouble(),
              optimizer.path("beta1").asDouble(),
              optimizer.path("beta2").asDouble(),
              optimizer.path("eps").asDouble(),
              optimizer.path("weight_decay").asDouble());
      int sequences = golden.batches().sequences();
      int length = golden.batches().length();
      replicas = new Replicas(spec, backend, sequences, length, adamW, 0);
      golden.folder().readWeights(spec, replicas.values());
      inputs = new int[sequences * length];
      targets = new int[sequences * length];
    }

    /** Loss and gradients of batch {@code index}; returns the loss. */
    double backward(int index) {
      int sequences = golden.batches().sequences();
      golden
          .batches()
          .readBatch((long) index * sequences, inputs, targets, golden.batches().length());
      replicas.clearGradients();
      return replicas.accumulate(inputs, targets, inputs.length) / inputs.length;
    }

    Map<String, Safetensors.Values> named(Tensor flat) {
      return ModelFolder.toTensors(spec, flat);
    }

    @Override
    public void close() {
      replicas.close();
      backend.close();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndEveryGradientAgree(String name, String backend, int lanes) {
    try (Model model = new Model(name, backend, lanes)) {
      double expected = model.golden.expected().path("loss").asDouble();
      assertThat(model.backward(0)).isCloseTo(expected, within(LOSS * expected));
      model.replicas.reduceGradients();
      Map<String, Safetensors.Values> gradients = model.named(model.replicas.gradients());
      JsonNode all = model.golden.expected().path("gradients");
      assertThat(gradients.keySet()).hasSize(all.size());
      assertTensors(gradients, all, GRADIENT);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twentyStepsOfAdamWFollowTheTrajectory(String name, String backend, int lanes) {
    try (Model model = new Model(name, backend, lanes)) {
      JsonNode optimizer = model.golden.expected().path("optimizer");
      LrSchedule schedule =
          LrSchedule.cosine(
              optimizer.path("warmup_steps").asLong(),
              optimizer.path("final_lr_fraction").asDouble());
      long total = optimizer.path("total_steps").asLong();
      double clip = optimizer.path("clip_norm").asDouble();
      JsonNode trajectory = model.golden.expected().path("trajectory");
      for (int step = 1; step <= total; step++) {
        JsonNode expected = trajectory.get(step - 1);
        double loss = model.backward(step - 1);
        double norm = model.replicas.reduceGradients();
        double lr = optimizer.path("peak_lr").asDouble() * schedule.fraction(step, total);
        assertThat(loss).isCloseTo(expected.path("loss").asDouble(), within(TRAJECTORY));
        assertThat(norm).isCloseTo(expected.path("grad_norm").asDouble(), within(1e-3));
        assertThat(lr).isCloseTo(expected.path("lr").asDouble(), within(1e-12));
        model.replicas.update(new Optimizer.Update(step, lr, Math.min(1, clip / norm)));
      }
      assertTensors(
          model.named(model.replicas.values()),
          model.golden.expected().path("final_parameters"),
          1e-3);
    }
  }

  private static void assertTensors(
      Map<String, Safetensors.Values> actual, JsonNode expected, double tolerance) {
    Iterator<Map.Entry<String, JsonNode>> fields = expected.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      float[] values = actual.get(field.getKey()).values();
      double squares = 0;
      for (float value : values) {
        squares += (double) value * value;
      }
      double norm = field.getValue().path("l2").asDouble();
      assertThat(Math.sqrt(squares))
          .as("norm of %s", field.getKey())
          .isCloseTo(norm, within(tolerance * norm));
      JsonNode head = field.getValue().path("head");
      for (int i = 0; i < head.size(); i++) {
        assertThat((double) values[i])
            .as("%s[%d]", field.getKey(), i)
            .isCloseTo(head.get(i).asDouble(), within(tolerance * norm));
      }
    }
  }
}
