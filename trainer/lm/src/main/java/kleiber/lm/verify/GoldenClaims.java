package kleiber.lm.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.Deviation;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.interchange.ModelFolder;
import kleiber.lm.interchange.Safetensors;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.Adafactor;
import kleiber.lm.optim.AdamW;
import kleiber.lm.optim.BiasCorrection;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.optim.RoleRates;
import kleiber.lm.optim.Stability;
import kleiber.lm.training.TrainingModel;

/** Whole models compute and train as PyTorch does in float64. */
public final class GoldenClaims {
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-4;

  /**
   * Of the norm of all gradients: float32's rounding in a gradient that is exactly zero, as that of
   * a bias of keys is.
   */
  private static final double ZERO = 1e-8;

  private static final double TRAJECTORY = 1e-4;

  private GoldenClaims() {}

  /** Two claims a case. */
  public static List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    for (String name : GoldenCase.NAMES) {
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
    final TrainingModel training;

    Model(String name, Backend backend) {
      golden = GoldenCase.read(name);
      spec = golden.folder().readSpec();
      training =
          new TrainingModel(
              spec,
              backend,
              golden.batches().layout(),
              golden.batches().sequences(),
              optimizer(golden.expected().path("optimizer")),
              0);
      golden.folder().readWeights(spec, training.values());
    }

    private static OptimizerSpec optimizer(JsonNode node) {
      double lr = node.path("peak_lr").asDouble();
      Stability stability = new Stability(node.path("clip_norm").asDouble(0), 0);
      if (isAdafactor(node)) {
        return new Adafactor(
            lr,
            node.path("momentum").asDouble(),
            0.8,
            node.path("factored").asBoolean(),
            Math.max(1, node.path("min_dim_size_to_factor").asInt()),
            1,
            1e-30,
            1e-3,
            node.path("decay_lr_squared").asBoolean(),
            RoleRates.ONE,
            stability);
      }
      return new AdamW(
          lr,
          node.path("beta1").asDouble(),
          node.path("beta2").asDouble(),
          node.path("eps").asDouble(),
          node.path("weight_decay").asDouble(),
          OptimizerSpec.Decayed.MATRICES,
          BiasCorrection.MOMENTS,
          RoleRates.ONE,
          stability);
    }

    /** Loss and gradients of batch {@code index}; returns the loss. */
    double backward(int index) {
      return training.backward(List.of(golden.batches().batch(index)));
    }

    Map<String, Safetensors.Values> named(Tensor flat) {
      return ModelFolder.toTensors(spec, flat);
    }

    @Override
    public void close() {
      training.close();
    }
  }

  private static void gradients(String name, Backend backend, Deviation worst) {
    try (Model model = new Model(name, backend)) {
      double expected = model.golden.expected().path("loss").asDouble();
      worst.compare("loss", model.backward(0), expected, LOSS * expected);
      Map<String, Safetensors.Values> gradients = model.named(model.training.gradients());
      JsonNode all = model.golden.expected().path("gradients");
      worst.compare("number of gradients", gradients.size(), all.size(), 0.5);
      compareTensors(gradients, all, GRADIENT, ZERO * globalNorm(all), worst);
    }
  }

  /**
   * Where the exact gradient is zero, AdamW divides rounding by its own size: a gradient that the
   * claim about gradients allows may move a parameter by the rates' sum times g/(g + ε).
   */
  private static void trajectory(String name, Backend backend, Deviation worst) {
    try (Model model = new Model(name, backend)) {
      JsonNode optimizer = model.golden.expected().path("optimizer");
      long total = optimizer.path("total_steps").asLong();
      JsonNode trajectory = model.golden.expected().path("trajectory");
      double rates = 0;
      for (int step = 1; step <= total; step++) {
        JsonNode expected = trajectory.get(step - 1);
        double loss = model.backward(step - 1);
        double norm = model.training.norm();
        double lr = lr(optimizer, step, total);
        String at = " of step " + step;
        worst.compare("loss" + at, loss, expected.path("loss").asDouble(), TRAJECTORY);
        worst.compare("norm" + at, norm, expected.path("grad_norm").asDouble(), 1e-3);
        worst.compare("rate" + at, lr, expected.path("lr").asDouble(), 1e-12);
        model.training.update(step, lr);
        rates += lr;
      }
      JsonNode gradients = model.golden.expected().path("gradients");
      double zero = ZERO * globalNorm(gradients);
      double drift = rates * zero / (zero + optimizer.path("eps").asDouble());
      JsonNode end = model.golden.expected().path("final_parameters");
      Map<String, Safetensors.Values> actual = model.named(model.training.values());
      end.fields()
          .forEachRemaining(
              field -> {
                boolean still = gradients.path(field.getKey()).path("l2").asDouble() <= zero;
                compareTensor(
                    field.getKey(), actual, field.getValue(), 1e-3, still ? drift : 0, worst);
              });
    }
  }

  private static boolean isAdafactor(JsonNode optimizer) {
    return optimizer.path("name").asText().equals("adafactor");
  }

  private static double lr(JsonNode optimizer, int step, long total) {
    double peak = optimizer.path("peak_lr").asDouble();
    if (isAdafactor(optimizer)) {
      return peak * Math.sqrt(10.0 / Math.max(step, 10));
    }
    LrSchedule schedule =
        LrSchedule.cosine(
            optimizer.path("warmup_steps").asLong(),
            optimizer.path("final_lr_fraction").asDouble());
    return peak * schedule.fraction(step, total);
  }

  private static double globalNorm(JsonNode tensors) {
    double squares = 0;
    for (JsonNode tensor : tensors) {
      squares += Math.pow(tensor.path("l2").asDouble(), 2);
    }
    return Math.sqrt(squares);
  }

  private static void compareTensors(
      Map<String, Safetensors.Values> actual,
      JsonNode expected,
      double relative,
      double zero,
      Deviation worst) {
    Iterator<Map.Entry<String, JsonNode>> fields = expected.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      compareTensor(field.getKey(), actual, field.getValue(), relative, zero, worst);
    }
  }

  private static void compareTensor(
      String name,
      Map<String, Safetensors.Values> actual,
      JsonNode expected,
      double relative,
      double zero,
      Deviation worst) {
    float[] values = actual.get(name).values();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double norm = expected.path("l2").asDouble();
    double tolerance = Math.max(relative * norm, zero);
    worst.compare("norm of " + name, Math.sqrt(squares), norm, tolerance);
    JsonNode head = expected.path("head");
    for (int i = 0; i < head.size(); i++) {
      worst.compare(name + "[" + i + "]", values[i], head.get(i).asDouble(), tolerance);
    }
  }
}
