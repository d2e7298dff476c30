package kleiber.analysis.cli;

import static kleiber.analysis.cli.AnalysisCommandsTest.kleiber;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions that several laws make together. */
class PooledPredictionTest {
  @TempDir Path folder;

  /** The prediction far beyond the published points. */
  private JsonNode prediction(String law, String... more) throws Exception {
    String fit = folder.resolve(law + more.length + ".json").toString();
    String table = AnalysisCommandsTest.published("chinchilla-points-234.csv");
    String[] first = {"fit", table, "--law", law, "--bootstrap", "60", "--out", fit};
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    assertThat(kleiber(all).code()).isZero();
    return kleiber("predict", fit, "--n", "1e12", "--d", "2e13", "--json").json();
  }

  @Test
  void pooledLawsMeetInTheirMeanAndTheirIntervalReachesOverAll() throws Exception {
    double logs = 0;
    double least = Double.MAX_VALUE;
    double most = 0;
    for (String law : new String[] {"chinchilla", "coupled", "kaplan"}) {
      JsonNode alone = prediction(law);
      logs += Math.log(alone.path("loss").asDouble());
      double low = alone.at("/mean/low").asDouble();
      double high = alone.at("/mean/high").asDouble();
      least = Math.min(least, (low + high) / 2);
      most = Math.max(most, (low + high) / 2);
    }
    JsonNode pooled = prediction("chinchilla", "--pool");
    assertThat(pooled.path("loss").asDouble()).isCloseTo(Math.exp(logs / 3), within(1e-9));
    assertThat(pooled.at("/mean/low").asDouble()).isLessThan(least);
    assertThat(pooled.at("/mean/high").asDouble()).isGreaterThan(most);
  }
}
