package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for is judged by its size before anything of that size is made. */
class SizesTest {
  @TempDir Path folder;

  private CommandRun train(String settings) throws Exception {
    Files.writeString(folder.resolve("text.txt"), "to be or not to be, that is it ".repeat(40));
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            model: {layers: 1, heads: 2, width: 16, context: 16}
            data: {corpus: {kind: files, paths: [text.txt]}}
            batch: {sequences: 4}
            horizon: {steps: 2}
            threads: 1
            """);
    List<String> arguments = new ArrayList<>(List.of("train", config.toString()));
    arguments.addAll(List.of("--out", folder.resolve("run").toString()));
    for (String setting : settings.split(" & ")) {
      arguments.addAll(List.of("--set", setting));
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.layers=2000000000 | model.layers = 2000000000 (--set): must be at least 1 and at",
        "model.width=1048576 | the model has 13,194,",
        "model.width=32768 & model.layers=2 | more than the 2,147,483,647 that can be held here",
        "batch.sequences=140000 | one tensor would take 2,187 MiB, and the cpu backend has 2,047",
        "model.context=2147483647 | model.context = 2147483647 (--set): must be at least 1 and at",
        "model.context=16000000 | fewer than the 16000001 that one sequence is made of",
        "model.headWidth=2147483647 | kleiber: model: ",
        "model.vocab=60000000 & model.width=2 | 64 positions of a batch by the vocabulary of 60,0",
        "batch.sequences=1000000 | 16,000,000 positions of a batch by the vocabulary of 256 are",
        "batch.sequences=2147483647 | must be at least 1 and at most 1048576",
        "horizon.steps=9223372036854775807 | a run of more than 2^63 tokens cannot be counted",
        "horizon.tokens=1e300 | a run of more than 2^63 tokens cannot be counted",
        "horizon.tokensPerParam=1e300 | a run of more than 2^63 tokens cannot be counted",
        "data.corpus={kind: synthetic, vocab: 65536} | must be at least 2 and at most 1024",
        "data.corpus={kind: synthetic, tokens: 1e18} | must be at least 1000 and at most 10000000",
        "data.corpus.paths=[/dev/zero] | /dev/zero leads to neither a file nor a folder",
        "data.corpus={kind: batches, file: /dev/zero} | /dev/zero",
        "objective={kind: masked, maxWords: 2000000000} & model.family=encoder | at most 512",
        "objective={kind: spans, sentinels: 2000000000} & model.family=encoder-decoder | 10000",
        "objective={kind: spans, probability: 0.9} & model.family=encoder-decoder |"
            + " lower objective.probability or raise objective.meanLength",
        "objective={kind: spans, probability: 0.5} & model.family=encoder-decoder"
            + " & model.context=64 | sequences have 65 tokens, more than the 64 positions that"
      })
  void whatIsTooLargeIsRefusedInWords(String settings, String words) throws Exception {
    CommandRun run = train(settings);
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("\tat ");
  }

  /** Else the corrected configuration would find "a run already" where none has begun. */
  @ParameterizedTest
  @CsvSource({"horizon.tokens=1e300", "schedule.warmupSteps=2", "batch.sequences=140000"})
  void aRunThatIsRefusedLeavesItsFolderFree(String setting) throws Exception {
    assertThat(train(setting).exit()).isEqualTo(2);
    CommandRun corrected = train("seed=2");
    assertThat(corrected.exit()).as(corrected.err()).isZero();
  }

  /** 75 windows: a batch of 200 sequences has some of them twice and some three times. */
  @Test
  void aBatchLargerThanTheCorpusHasItSeveralTimes() throws Exception {
    CommandRun run = train("batch.sequences=200");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 steps of 3,200 tokens", "5.73 epochs");
  }

  @ParameterizedTest
  @CsvSource({"cpu", "nd4j"})
  void twoSymbolsInAContextOfOneAreTrained(String backend) throws Exception {
    CommandRun run =
        train(
            "data.corpus={kind: synthetic, vocab: 2, tokens: 2000, sharpness: 0}"
                + " & model.context=1 & horizon.steps=40 & backend="
                + backend);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("entropy rate is 0.69315 nats per token")
        .containsPattern("done: loss 0[.](68|69|70)");
  }

  /**
   * T5 with a table of positions, an encoder's segments and pair labels: from a file of batches.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encoder | \"token_type_ids\": [[0, 2, 0]] | segment 2 at place 1 of sequence 0, and the"
            + " model knows 0 to 1",
        "encoder | \"next_sentence_label\": [3] | pair label 3 at place 0 of sequence 0",
        "encoder | \"token_type_ids\": [[0, 0, 2000000000]] | segment 2000000000 at place 2",
        "encoder-decoder | \"decoder_input_ids\": [[0, 1]] | has shape [1, 2], not [1, 3]",
        "encoder-decoder | \"attention_mask\": [[0, 0, 0]] | must be ones and then zeros"
      })
  void entriesOfABatchFileAreNamedWithTheirPlace(String family, String entry, String words)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"batches\": [{\"input_ids\": [[1, 2, 3]], \"labels\": [[1, 2, 3]], "
                + entry
                + "}]}");
    CommandRun run =
        train(
            "data.corpus={kind: batches, file: "
                + file
                + "} & batch.sequences=1 & model.family="
                + family);
    assertThat(run.exit()).as(run.err()).isBetween(2, 3);
    assertThat(run.err()).contains("b.json: batches[0]").contains(words);
  }

  @Test
  void aBatchFileWithNothingToPredictIsRefused() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"batches\": [{\"input_ids\": [[1, 2]], \"labels\": [[-100, -100]]}]}");
    CommandRun run =
        train(
            "data.corpus={kind: batches, file: "
                + file
                + "} & batch.sequences=1 & model.family=encoder-decoder");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("b.json: batches[0] has nothing to predict");
  }
}
