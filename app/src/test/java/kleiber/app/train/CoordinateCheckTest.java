package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinateCheckTest {
  @TempDir Path folder;

  private CommandRun check(String more, String... arguments) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            model: {layers: 1, heads: 2, width: 32, context: 8, tied: false, norm: rms, bias: false}
            model.init: {scheme: by-width, zeroQueries: true, zeroHead: true}
            data: {corpus: {kind: synthetic, vocab: 16, tokens: 2000}}
            batch: {sequences: 2}
            horizon: {tokens: 4k}
            optimizer.lr: 0.01
            backend: cpu
            """
                + more);
    List<String> all =
        new ArrayList<>(List.of("coordinate-check", config.toString(), "--widths", "32,64,128"));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static double slope(CommandRun run, String parametrisation) throws Exception {
    return run.json().path(parametrisation).path("logits").path("slope").path("slope").asDouble();
  }

  @Test
  void logitsDoNotGoWithTheWidthUnderMupAndGrowWithItInTheStandardParametrisation()
      throws Exception {
    Path figure = folder.resolve("figure.svg");
    CommandRun run = check("", "--json", "--seeds", "2", "--figure", figure.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Math.abs(slope(run, "mup"))).isLessThanOrEqualTo(0.1);
    assertThat(slope(run, "standard")).isGreaterThan(0.3);
    JsonNode mup = run.json().path("mup");
    JsonNode standard = run.json().path("standard");
    assertThat(standard.path("logits").path("sizes").get(0).get(0))
        .as("the smallest width is the base, where both are one model")
        .isEqualTo(mup.path("logits").path("sizes").get(0).get(0));
    assertThat(mup).hasSize(6);
    assertThat(Files.readString(figure)).contains("residual stream").contains("</svg>");
  }

  @Test
  void theTableNamesWhatGoesWithTheWidth() throws Exception {
    CommandRun run = check("", "--seeds", "1", "--steps", "3");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("at step 3;\nwidths 32, 64, 128, 1 seed")
        .containsPattern("(?m)^logits +[+−]0\\.\\d{3} ")
        .containsPattern("(?m)^standard: these go with the width: .*logits as width\\^\\+");
  }

  @Test
  void whatCannotBeWidenedIsRefusedInWords() throws Exception {
    CommandRun odd = check("model.headWidth: 16\nmodel.mlpWidth: 33\n", "--base-width", "24");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("model.mlpWidth is 33 at model.width 32, which at width 24");
    assertThat(check("optimizer.kind: adafactor\n").err()).contains("choose adamw");
    assertThat(check("", "--set", "optimizer.lr=1e30", "--seeds", "1").err())
        .contains("lower optimizer.lr");
  }
}
