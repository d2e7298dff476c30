package kleiber.app.testing;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sweep of small models with dropout, four rates of two lengths each. */
public final class EightRuns {
  private EightRuns() {}

  /**
   * The sweep as YAML.
   *
   * @param steps the two lengths, as a list in YAML
   * @param training what else its training configuration says, a line each
   */
  public static String yaml(String name, String steps, String... training) {
    return """
        name: %s
        train:
          model: {layers: 1, heads: 2, width: 32, context: 32, dropout: 0.1}
          data: {corpus: {kind: synthetic, vocab: 16, tokens: 50000}}
          batch: {sequences: 8}
          eval: {every: 400, batches: 4}
        %s
        design:
          kind: grid
          axes:
            optimizer.lr: [5e-4, 1e-3, 2e-3, 4e-3]
            horizon.steps: %s
        """
        .formatted(
            name,
            Stream.of(training).map(line -> "  " + line).collect(Collectors.joining("\n")),
            steps);
  }
}
