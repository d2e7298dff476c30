package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions that several laws make together. */
class PooledPredictionTest {
  @TempDir Path folder;

  /** The prediction far beyond the published points. */
  private JsonNode prediction(String law, String... more) throws Exception {
    String fit = folder.resolve(law + more.length + ".json").toString();
    String table = Published.table("chinchilla-points-234.csv");
    String[] first = {"fit", table, "--law", law, "--bootstrap", "20", "--out", fit};
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    assertThat(CommandRun.of(all).exit()).isZero();
    return CommandRun.of("predict", fit, "--n", "1e12", "--d", "2e13", "--json").json();
  }

  private static double width(JsonNode prediction) {
    return prediction.at("/mean/high").asDouble() - prediction.at("/mean/low").asDouble();
  }

  @Test
  void pooledLawsMeetInTheirWeightedMeanAndAreLessSureThanTheBestOfThem() throws Exception {
    String[] laws = {"chinchilla", "coupled", "kaplan"};
    JsonNode[] alone = new JsonNode[3];
    double[] losses = new double[3];
    double[] aicc = new double[3];
    double[] precision = new double[3];
    for (int i = 0; i < 3; i++) {
      alone[i] = prediction(laws[i]);
      losses[i] = alone[i].path("loss").asDouble();
      JsonNode fit = new ObjectMapper().readTree(folder.resolve(laws[i] + "0.json").toFile());
      aicc[i] = fit.at("/internal/aicc").asDouble();
      precision[i] = Math.pow(fit.at("/internal/record/error").asDouble(), -2);
    }
    double least = Arrays.stream(aicc).min().orElseThrow();
    double sum = Arrays.stream(aicc).map(a -> Math.exp((least - a) / 2)).sum();
    double logs = 0;
    for (int i = 0; i < 3; i++) {
      double predicted = precision[i] / Arrays.stream(precision).sum();
      double weight = 0.5 * Math.exp((least - aicc[i]) / 2) / sum + 0.5 * predicted;
      logs += weight * Math.log(losses[i]);
    }
    JsonNode pooled = prediction("chinchilla", "--pool");
    assertThat(pooled.path("loss").asDouble()).isCloseTo(Math.exp(logs), within(1e-9));
    int best = aicc[0] == least ? 0 : aicc[1] == least ? 1 : 2;
    assertThat(width(pooled)).isGreaterThan(width(alone[best]));
  }
}
