package kleiber.app.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kleiber.app.testing.CommandRun;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kleiber compare} on finished tables, on given losses, and on models that it trains. */
class CompareCommandTest {
  private static final String HEAD =
      "id,totalParams,tokens,flopsExact,finalLossNats,tokensPerSecond,seed,dataDigest,optimizer.lr,"
          + "cell,cellRun\n";

  @TempDir Path folder;

  private static CommandRun compare(Object... words) {
    List<String> all = new ArrayList<>(List.of("compare"));
    Arrays.stream(words).map(String::valueOf).forEach(all::add);
    return CommandRun.of(all.toArray(String[]::new));
  }

  /** Four tuned cells of two seeds, the best rate at the middle of three. */
  private Path table(String name, double gain, double flopsPerToken, String digest)
      throws Exception {
    StringBuilder rows = new StringBuilder(HEAD);
    SeededStream noise = SeededStream.of(7, name);
    for (int size = 0; size < 4; size++) {
      double n = 1e5 * Math.pow(2, size);
      double flops = 6 * n * 20 * n;
      for (int rate = -1; rate <= 1; rate++) {
        for (int seed = 1; seed <= 2; seed++) {
          double loss =
              1
                  + 60 * Math.pow(flops * gain, -0.15)
                  + 0.05 * rate * rate
                  + 0.001 * noise.normal(100L * size + 10 * rate + seed + 50);
          rows.append(
              String.format(
                  Locale.ROOT,
                  "%s-%d-%d-%d,%.0f,%.0f,%.5e,%.6f,%.1f,%d,%s,%s,cell%d,%s%n",
                  name,
                  size,
                  rate,
                  seed,
                  n,
                  20 * n,
                  flops * flopsPerToken,
                  loss,
                  1e5 / flopsPerToken,
                  seed,
                  digest,
                  0.002 * Math.pow(2, rate),
                  size,
                  rate == 0 ? "best" : "tried"));
        }
      }
    }
    return Files.writeString(folder.resolve(name + ".csv"), rows);
  }

  @Test
  void marinsPublishedExampleComesOutOfGivenLosses() {
    CommandRun run =
        compare(
            "--base-loss",
            3.5422,
            "--base-speed",
            433986,
            "--variant-loss",
            3.52,
            "--variant-speed",
            410000,
            "--flops",
            "3.82e17",
            "--floor",
            1.6,
            "--exponent",
            0.0941);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("compute    1.130 times")
        .contains("wall clock 1.067 times")
        .contains("two losses say nothing of the noise");
    assertThat(compare("--base-loss", 3.5, "--variant-loss", 3.4).err())
        .contains("--floor and --exponent");
    assertThat(
            compare(
                    "--base-loss",
                    3.5,
                    "--variant-loss",
                    3.4,
                    "--floor",
                    1.6,
                    "--exponent",
                    0.1,
                    "--noise",
                    0.005)
                .out())
        .contains("verdict    better");
    assertThat(
            compare("--base-loss", 3.5, "--variant-loss", 1.5, "--floor", 1.6, "--exponent", 0.1)
                .out())
        .contains("without end");
  }

  @Test
  void twoTablesGiveTheGainThatTheyWereMadeWith() throws Exception {
    Path base = table("base", 1, 1, "a1");
    Path variant = table("variant", 1.5, 1, "a1");
    Path out = folder.resolve("out");
    CommandRun run = compare(base, variant, "--target", "1e16", "--out", out);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("verdict    better").contains("seed by seed");
    JsonNode json = new ObjectMapper().readTree(out.resolve("compare.json").toFile());
    assertThat(json.path("verdict").asText()).isEqualTo("better");
    assertThat(json.at("/gain/value").asDouble()).isCloseTo(1.5, within(0.05));
    assertThat(json.at("/gain/interval/low").asDouble()).isBetween(1.3, 1.5);
    assertThat(json.at("/projection/gain/interval/high").asDouble()).isGreaterThan(1.5);
    assertThat(json.path("sizes")).hasSize(4);
    assertThat(compare(variant, base, "--json").json().path("verdict").asText()).isEqualTo("worse");
  }

  /** A quarter more FLOPs a token, and a quarter fewer tokens a second. */
  @Test
  void flopsThatAVariantTakesMoreAreCounted() throws Exception {
    JsonNode json =
        compare(table("base", 1, 1, "a1"), table("dear", 1, 1.25, "a1"), "--json").json();
    assertThat(json.path("verdict").asText()).isEqualTo("worse");
    assertThat(json.at("/gain/value").asDouble()).isCloseTo(0.8, within(0.03));
    assertThat(json.at("/wallClock/value").asDouble()).isCloseTo(0.8, within(0.03));
  }

  @Test
  void lossesOnOtherTokensAreRefused() throws Exception {
    CommandRun run = compare(table("base", 1, 1, "a1"), table("other", 1, 1, "b2"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("2 different sets of tokens").contains("train both on the same");
  }

  @Test
  void mistakesAreToldInWords() throws Exception {
    Path base = config("base.yaml", "");
    assertThat(compare(base, base).err()).contains("--sizes is missing");
    assertThat(compare(base).err()).contains("give a base and a variant");
    assertThat(compare(base, folder).err()).contains("give two of a kind");
    assertThat(compare(base, base, "--noise", 1).err()).contains("belong to two losses");
    assertThat(compare(base, base, "--floor", 1).err()).contains("give both or neither");
    Path out = folder.resolve("out");
    assertThat(compare(base, base, "--sizes", "2k,3k", "--out", out).err())
        .contains("are the same configuration");
    Path other = config("other.yaml", "model: {context: 8}\n");
    assertThat(compare(base, other, "--sizes", "2k,3k", "--out", out).err())
        .contains("cannot be compared")
        .contains("model.context is 16 in the base and 8 in the variant");
  }

  private Path config(String name, String more) throws Exception {
    String text =
        """
        precision: fp32
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
        optimizer: {lr: 16e-3}
        log: {tensorboard: false}
        """;
    return Files.writeString(
        folder.resolve(name), text + (more.isEmpty() ? "model: {context: 16}\n" : more));
  }

  @Test
  @Tag("long")
  void aTunedLadderOfBothIsTrainedComparedAndFoundAgain() throws Exception {
    Path base = config("base.yaml", "");
    Path variant = config("variant.yaml", "model: {context: 16, activation: relu}\n");
    Path out = folder.resolve("out");
    String[] words = {
      "compare",
      base.toString(),
      variant.toString(),
      "--sizes",
      "2k,3k,5k",
      "--tokens-per-param",
      "4",
      "--seeds",
      "1,2",
      "--out",
      out.toString()
    };
    CommandRun run = CommandRun.of(words);
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("verdict").contains("wall clock");
    String json = Files.readString(out.resolve("compare.json"));
    CommandRun again = CommandRun.of(words);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).doesNotContain("started");
    assertThat(Files.readString(out.resolve("compare.json"))).isEqualTo(json);
    assertThat(compare(out.resolve("base"), out.resolve("variant"), "--json").json().path("sizes"))
        .hasSize(3);
  }
}
