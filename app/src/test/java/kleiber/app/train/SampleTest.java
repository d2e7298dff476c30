package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from a model whose tokenizer is another than it was trained with. */
class SampleTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("text.txt"), "abcab cabba ".repeat(100));
    run = folder.resolve("run");
  }

  private void train(String vocab) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            model: {layers: 1, heads: 2, width: 16, context: 8, vocab: %s}
            data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: chars}}
            batch: {sequences: 4}
            horizon: {steps: 2}
            """
                .formatted(vocab));
    CommandRun trained = CommandRun.of("train", config.toString(), "--out", run.toString());
    assertThat(trained.exit()).as(trained.err()).isZero();
  }

  private CommandRun sample(String... more) {
    String[] all =
        java.util.Arrays.copyOf(new String[] {"sample", run.toString()}, 2 + more.length);
    System.arraycopy(more, 0, all, 2, more.length);
    return CommandRun.of(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void aTokenizerLargerThanTheModelIsRefusedOnEveryBackend(String backend) throws Exception {
    train("0");
    Path larger = folder.resolve("larger");
    Files.writeString(folder.resolve("text.txt"), "abcdefghijklmnop qrstuvwxyz ".repeat(100));
    Path config = folder.resolve("c.yaml");
    assertThat(CommandRun.of("train", config.toString(), "--out", larger.toString()).exit())
        .isZero();
    Files.delete(run.resolve("tokenizer.json"));
    Files.copy(larger.resolve("tokenizer.json"), run.resolve("tokenizer.json"));
    String text = folder.resolve("text.txt").toString();
    for (CommandRun refused :
        new CommandRun[] {
          sample("--prompt", "xyz", "--backend", backend),
          CommandRun.of("eval", run.toString(), "--text", text, "--backend", backend)
        }) {
      assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err())
          .contains("has a tokenizer of 27 kinds for a model that knows 4")
          .contains("it needs the tokenizer that it was trained with");
    }
  }

  /** A vocabulary is rounded up for speed, and what text has no place for is never drawn. */
  @Test
  void whatTheTokenizerDoesNotKnowIsNotDrawn() throws Exception {
    train("512");
    CommandRun sampled = sample("--prompt", "a", "--tokens", "400", "--temperature", "100");
    assertThat(sampled.exit()).as(sampled.err()).isZero();
    assertThat(sampled.out().strip()).matches("[abc ]+");
    assertThat(sampled.out().stripTrailing().length()).isGreaterThan(390);
  }

  @Test
  void moreTokensThanCanBeKeptAreRefused() throws Exception {
    train("0");
    assertThat(sample("--tokens", "2147483647").err()).contains("--tokens is at most 1000000");
    assertThat(sample("--temperature", "NaN").err()).contains("must not be negative");
  }
}
