package kleiber.app.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import kleiber.engine.backend.Backends;
import kleiber.engine.backend.StepFacts;
import kleiber.lm.bench.StepBenchmark;

/**
 * What {@code kleiber bench train} says.
 *
 * @param selection the backend
 * @param runs that trained at once
 */
record StepReport(Backends.Selection selection, List<Measured> runs) {
  /**
   * One run.
   *
   * @param backend what it describes itself as
   * @param facts of the steps that it recorded
   */
  record Measured(String backend, StepBenchmark.Result result, Optional<StepFacts> facts) {}

  private StepBenchmark.Result first() {
    return runs.get(0).result();
  }

  private Optional<StepFacts> facts() {
    return runs.get(0).facts();
  }

  /** Tokens a second of all runs together. */
  private double tokensPerSecond() {
    return runs.stream().mapToDouble(run -> run.result().sustainedTokensPerSecond()).sum();
  }

  private double flopsPerSecond() {
    return tokensPerSecond() * first().flopsPerSecond() / first().tokensPerSecond();
  }

  private long peakBytes() {
    return runs.stream().mapToLong(run -> run.result().peakBytes()).sum();
  }

  /** Achieved FLOPs over those of the card, 0 where they are not known. */
  private double utilisation() {
    double flops = runs.size() > 1 ? flopsPerSecond() : first().flopsPerSecond();
    return facts()
        .map(StepFacts::peakFlopsPerSecond)
        .filter(peak -> peak > 0)
        .map(peak -> flops / peak)
        .orElse(0.0);
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %s: %,.0f tokens/s, %.3f ms per step, %.1f GFLOP/s, %,d MiB planned%n",
            runs.get(0).backend(),
            selection.precision().label(),
            first().tokensPerSecond(),
            first().msPerStep(),
            first().flopsPerSecond() / 1e9,
            first().peakBytes() >> 20));
    if (runs.size() > 1) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d runs at once: %,.0f tokens/s in all, %.1f GFLOP/s, %,d MiB planned%n",
              runs.size(),
              tokensPerSecond(),
              flopsPerSecond() / 1e9,
              peakBytes() >> 20));
    }
    if (utilisation() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%.2f %% of the card's %.0f TFLOP/s%n",
              100 * utilisation(),
              facts().orElseThrow().peakFlopsPerSecond() / 1e12));
    }
    facts().ifPresent(facts -> text.append(describe(facts)));
    return text.toString();
  }

  private static String describe(StepFacts facts) {
    return String.format(
        Locale.ROOT,
        "a step is %,d launches, recorded as a graph of %,d nodes%n"
            + "products by own kernels: %s%nproducts by %s: %s%n",
        facts.launches(),
        facts.nodes(),
        list(facts, false),
        StepFacts.LIBRARY,
        list(facts, true));
  }

  private static String list(StepFacts facts, boolean byLibrary) {
    String list =
        facts.products().stream()
            .filter(product -> product.by().equals(StepFacts.LIBRARY) == byLibrary)
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "%d %s [%d, %d] of %d",
                        one.count(),
                        byLibrary ? one.name() : one.by(),
                        one.rows(),
                        one.columns(),
                        one.terms()))
            .collect(Collectors.joining("; "));
    return list.isEmpty() ? "none" : list;
  }

  /** Adds the figures to what is known of the shape. */
  String toJson(ObjectNode node) {
    node.put("params", first().params());
    node.put("steps", first().steps());
    node.put("tokensPerSecond", first().tokensPerSecond());
    node.put("msPerStep", first().msPerStep());
    node.put("flopsPerSecond", first().flopsPerSecond());
    node.put("peakBytes", first().peakBytes());
    node.put("runs", runs.size());
    node.put("allTokensPerSecond", tokensPerSecond());
    node.put("allPeakBytes", peakBytes());
    if (utilisation() > 0) {
      node.put("utilisation", utilisation());
    }
    facts().ifPresent(facts -> put(node, facts));
    return node + "\n";
  }

  private static void put(ObjectNode node, StepFacts facts) {
    node.put("launches", facts.launches()).put("graphNodes", facts.nodes());
    node.set("products", new ObjectMapper().valueToTree(facts.products()));
  }
}
