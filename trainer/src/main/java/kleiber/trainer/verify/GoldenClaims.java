package kleiber.trainer.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import kleiber.trainer.interchange.ModelFolder;
import kleiber.trainer.interchange.Safetensors;
import kleiber.trainer.loop.Replicas;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.optim.LrSchedule;
import kleiber.trainer.optim.Optimizer;
import kleiber.trainer.optim.OptimizerSpec;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Tensor;

/** Whole models compute and train as PyTorch does in float64. */
public final class GoldenClaims {
  private static final List<String> CASES = List.of("gpt2-tiny", "llama-tiny");
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;
  private static final double TRAJECTORY = 1e-4;

  private GoldenClaims() {}

  /** Two claims a case. */
  public static List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    for (String name : CASES) {
      claims.add(
          new Claim(
              "golden cases",
              name + ": loss and every gradient",
              (backend, worst) -> gradients(name, backend, worst)));
      claims.add(
          new Claim(
              "golden cases",
              name + ": twenty steps of training",
              (backend, worst) -> trajectory(name, backend, worst)));
    }
    return claims;
  }

  /** A golden model on a backend, ready to train. */
  private static final class Model implements AutoCloseable {
    final GoldenCase golden;
    final ModelSpec spec;
    final Replicas replicas;
    final int[] inputs;
    final int[] targets;

    Model(String name, Backend backend) {
      golden = GoldenCase.read(name);
      spec = golden.folder().readSpec();
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
    }
  }

  private static void gradients(String name, Backend backend, Deviation worst) {
    try (Model model = new Model(name, backend)) {
      double expected = model.golden.expected().path("loss").asDouble();
      worst.compare("loss", model.backward(0), expected, LOSS * expected);
      model.replicas.reduceGradients();
      Map<String, Safetensors.Values> gradients = model.named(model.replicas.gradients());
      JsonNode all = model.golden.expected().path("gradients");
      worst.compare("number of gradients", gradients.size(), all.size(), 0.5);
      compareTensors(gradients, all, GRADIENT, worst);
    }
  }

  private static void trajectory(String name, Backend backend, Deviation worst) {
    try (Model model = new Model(name, backend)) {
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
        String at = " of step " + step;
        worst.compare("loss" + at, loss, expected.path("loss").asDouble(), TRAJECTORY);
        worst.compare("norm" + at, norm, expected.path("grad_norm").asDouble(), 1e-3);
        worst.compare("rate" + at, lr, expected.path("lr").asDouble(), 1e-12);
        model.replicas.update(new Optimizer.Update(step, lr, Math.min(1, clip / norm)));
      }
      compareTensors(
          model.named(model.replicas.values()),
          model.golden.expected().path("final_parameters"),
          1e-3,
          worst);
    }
  }

  private static void compareTensors(
      Map<String, Safetensors.Values> actual,
      JsonNode expected,
      double tolerance,
      Deviation worst) {
    Iterator<Map.Entry<String, JsonNode>> fields = expected.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      float[] values = actual.get(field.getKey()).values();
      double squares = 0;
      for (float value : values) {
        squares += (double) value * value;
      }
      double norm = field.getValue().path("l2").asDouble();
      worst.compare("norm of " + field.getKey(), Math.sqrt(squares), norm, tolerance * norm);
      JsonNode head = field.getValue().path("head");
      for (int i = 0; i < head.size(); i++) {
        worst.compare(
            field.getKey() + "[" + i + "]", values[i], head.get(i).asDouble(), tolerance * norm);
      }
    }
  }
}
