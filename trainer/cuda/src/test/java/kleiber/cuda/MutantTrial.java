package kleiber.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import kleiber.cuda.CudaLinearTest.Case;
import kleiber.engine.claims.Claim;
import kleiber.engine.claims.KernelClaims;
import kleiber.engine.tensor.Precision;

/**
 * What must hold of the kernels of one file, tried in both orders of threads: a program of its own,
 * as kernels that are wrong may take the process with them. Exit 0 where all holds.
 */
final class MutantTrial {
  static final int WRONG = 3;

  /** Tried in this order, until the first is wrong. */
  private final Map<String, Runnable> trials = new LinkedHashMap<>();

  private void add(String file) {
    switch (file) {
      case "linear_f32.cu" -> products(c -> c.precision() == Precision.FP32);
      case "linear_bf16.cu", "linear_parts.cu" -> products(c -> c.precision() == Precision.BF16);
      case "attention_forward_bf16.cu", "attention_backward_bf16.cu" -> flash();
      case "attention_f32.cu", "attention_backward_f32.cu", "tiles.cuh" -> claims("attention");
      case "adafactor.cu" -> claims("Adafactor");
      case "cross_entropy.cu" -> claims("cross-entropy");
      case "embedding.cu" -> claims("embedding");
      case "norm.cu" -> claims("norm");
      case "rows.cu" -> claims("addBias");
      case "kleiber.cuh" -> claims("Adafactor", "cross-entropy");
      default -> throw new IllegalArgumentException("say here what tries " + file);
    }
  }

  private void products(Predicate<Case> which) {
    for (Case c : (Iterable<Case>) CudaLinearTest.cases().filter(which)::iterator) {
      trials.put(c.toString(), () -> new CudaLinearTest().agreesWithSumsInDoublePrecision(c));
    }
  }

  private void flash() {
    CudaFlashAttentionTest test = new CudaFlashAttentionTest();
    CudaFlashAttentionTest.cases()
        .forEach(
            c ->
                trials.put(
                    c.toString(), () -> test.agreesWithTheReferenceInBothOrdersOfThreads(c)));
  }

  private void claims(String... words) {
    List<Claim> claims = new ArrayList<>(KernelClaims.all());
    for (String word : words) {
      claims.stream()
          .filter(claim -> claim.name().contains(word))
          .forEach(claim -> trials.put(claim.name(), () -> CudaClaimsTest.tryOut(claim)));
    }
  }

  private void run() {
    trials.forEach(
        (name, trial) -> {
          try {
            trial.run();
          } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
          }
        });
  }

  /**
   * @param files names in {@code src/main/cuda}
   */
  public static void main(String[] files) {
    try {
      MutantTrial trial = new MutantTrial();
      List.of(files).forEach(trial::add);
      trial.run();
      try (StandIn reversed = StandIn.with("STANDIN_REVERSED", 1)) {
        trial.run();
      }
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      System.exit(WRONG);
    }
  }
}
