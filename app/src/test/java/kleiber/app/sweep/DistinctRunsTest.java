package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A design gets the runs that it asks for, or it is said why not. */
class DistinctRunsTest {
  private static final String TRAIN =
      """
      name: distinct
      train:
        model: {context: 16}
        data: {corpus: {kind: synthetic, vocab: 32, tokens: 20000}}
        batch: {sequences: 4}
        horizon: {steps: 20}
      """;

  @TempDir Path folder;

  private JsonNode plan(String design) throws Exception {
    Path spec = Files.writeString(folder.resolve("d.yaml"), TRAIN + "design: " + design + "\n");
    CommandRun run =
        CommandRun.of(
            "sweep", "plan", spec.toString(), "--json", "--out", folder.resolve("out").toString());
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static List<Long> sizes(JsonNode plan) {
    List<Long> sizes = new ArrayList<>();
    plan.path("runs").forEach(run -> sizes.add(run.path("totalParams").asLong()));
    return sizes;
  }

  private static List<String> warnings(JsonNode plan) {
    List<String> warnings = new ArrayList<>();
    plan.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    return warnings;
  }

  @Test
  void everyBudgetHasAsManySizesAsItAsksFor() throws Exception {
    JsonNode plan = plan("{kind: isoflop, budgets: [2e10, 4e10], sizesPerBudget: 6}");
    Map<String, TreeSet<Long>> byBudget = new TreeMap<>();
    for (JsonNode run : plan.path("runs")) {
      String budget = run.path("flopsExact").asDouble() < 2.9e10 ? "small" : "large";
      byBudget
          .computeIfAbsent(budget, key -> new TreeSet<>())
          .add(run.path("totalParams").asLong());
    }
    assertThat(byBudget.get("small")).hasSize(6);
    assertThat(byBudget.get("large")).hasSize(6);
  }

  @Test
  void aGridOfFourSizesHasFourRuns() throws Exception {
    JsonNode plan = plan("{kind: grid, axes: {params: [8000, 9000, 10000, 11000]}}");
    assertThat(sizes(plan)).hasSize(4).doesNotHaveDuplicates();
    JsonNode crossed =
        plan("{kind: grid, axes: {params: [8000, 9000], optimizer.lr: [1e-3, 1e-2]}}");
    assertThat(sizes(crossed)).hasSize(4);
    assertThat(new TreeSet<>(sizes(crossed))).as("the same sizes at each rate").hasSize(2);
  }

  @Test
  void valuesThatAreEqualAreTrainedOnceAndSaid() throws Exception {
    JsonNode plan = plan("{kind: grid, axes: {optimizer.lr: [1e-3, 0.001, 2e-3]}}");
    assertThat(sizes(plan)).hasSize(2);
    assertThat(warnings(plan))
        .anyMatch(
            text ->
                text.startsWith("2 rows of the design are one run, n")
                    && text.contains("(optimizer.lr 1e-3, 0.001); it is trained once"));
  }

  @Test
  void aHeldOutRunOfTheDesignIsSaid() throws Exception {
    JsonNode plan =
        plan("{kind: grid, axes: {optimizer.lr: [1e-3, 2e-3]}}\nholdout: [{optimizer.lr: 2e-3}]");
    assertThat(sizes(plan)).hasSize(2);
    assertThat(warnings(plan)).anyMatch(text -> text.contains("it is held out, not fitted"));
  }
}
