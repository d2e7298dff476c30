package kleiber.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a user asks of a quickstart, as its folder keeps it; nothing is trained here. */
class QuickstartOptionsTest {
  @TempDir Path folder;
  private Path text;
  private Experiment experiment;

  @Command
  static final class Host {
    @Mixin private QuickstartOptions options;
  }

  @BeforeEach
  void writeText() throws Exception {
    text = Files.writeString(folder.resolve("text.txt"), "some words\n".repeat(20));
    experiment = new Experiment(new SweepFolder(folder.resolve("out")));
  }

  private static List<Wish> wishes(String... arguments) {
    Host host = new Host();
    new CommandLine(host).parseArgs(arguments);
    return host.options.wishes();
  }

  private void begin(String... arguments) {
    experiment.begin(experiment.upTo(experiment.asked(wishes(arguments)), 1e12));
  }

  private CommandRun again(String... arguments) {
    String[] line = new String[arguments.length + 3];
    System.arraycopy(
        new String[] {"quickstart", "--out", folder.resolve("out").toString()}, 0, line, 0, 3);
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return CommandRun.of(line);
  }

  @Test
  void allThatIsAskedStandsInTheFoldersSpec() {
    Path relative = Path.of("").toAbsolutePath().relativize(text);
    begin(
        "--corpus",
        relative.toString(),
        folder + "/*.txt",
        "--tokenizer",
        "bpe:300",
        "--seed",
        "7",
        "--hold-out",
        "30,5.6,10",
        "--target",
        "params=10M");
    SweepFile file = experiment.read();
    ConfigValues data = file.train().copy().extract("data", text);
    assertThat(data.entries().get("corpus.paths").value())
        .isEqualTo(List.of(text.toString(), folder + "/*.txt"));
    assertThat(file.spec().seeds()).containsExactly(7L);
    assertThat(experiment.largestBudget()).isEqualTo(1e12);
    assertThat(experiment.asked().minutes()).isEqualTo(5);
    assertThat(experiment.asked().holdOut()).containsExactly(5.6, 10.0, 30.0);
    assertThat(experiment.asked().target()).isEqualTo("params=10M");
    assertThat(data.entries().get("tokenizer.kind").value()).isEqualTo("bpe");
    assertThat(data.entries().get("tokenizer.vocab").value()).isEqualTo("300");
  }

  @Test
  void whatWasAskedGoesOnInWhateverWayItIsWritten() {
    begin("--corpus", text.toString(), "--minutes", "10", "--hold-out", "10,30");
    assertThatCode(
            () -> {
              experiment.require(wishes());
              experiment.require(wishes("--minutes", "1e1", "--hold-out", "30,10.0"));
              experiment.require(
                  wishes("--corpus", folder + "/./text.txt", "--field", "text", "--seed", "1"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void otherOptionsThanTheFoldersAreRefusedAllAtOnce() {
    begin("--minutes", "10");
    CommandRun run =
        again(
            "--minutes=3",
            "--seed=2",
            "--corpus=" + text,
            "--tokenizer=chars",
            "--hold-out=10",
            "--target=1e15",
            "--field=text");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("out was begun with other options")
        .contains("--minutes 3: it has quickstart.minutes: 10")
        .contains("--seed 2: it has seeds: [1]")
        .contains("--corpus")
        .contains("--field text: it has none")
        .contains("--tokenizer chars: it has train.data.tokenizer.kind: bytes")
        .contains("--hold-out 10: it has quickstart.holdOut: [5.6]")
        .contains("--target 1e15: it has none")
        .contains("give --out another folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--minutes=0.01|--minutes is at least 0.1",
        "--minutes=NaN|--minutes is at least 0.1",
        "--seed=-1|--seed is at least 0",
        "--field=body|give their files with --corpus",
        "--tokenizer=nothing|bpe:VOCAB such as bpe:1024",
        "--tokenizer=bpe:12|vocab = 12",
        "--hold-out=0.5|factors above 1",
        "--hold-out=NaN|must be a number",
        "--hold-out=5,5.001|one model twice",
        "--target=10M|params=10M",
        "--corpus=/nowhere/at/all|/nowhere/at/all"
      })
  void whatMakesNoSenseIsRefusedInWords(String option, String words) {
    CommandRun run = again(option);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(experiment.isBegun()).isFalse();
  }

  @Test
  void aTextThatIsTooSmallIsRefusedBeforeAnythingIsTimed() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    Path brief = Files.writeString(folder.resolve("short.txt"), "0123456789\n".repeat(1000));
    for (Path corpus : List.of(empty, text, brief)) {
      CommandRun run = again("--corpus", corpus.toString());
      assertThat(run.exit()).as(corpus.toString()).isEqualTo(2);
      assertThat(run.err()).startsWith("kleiber: --corpus: ");
      assertThat(run.out()).doesNotContain("timing");
    }
    assertThat(again("--corpus", brief.toString()).err())
        .contains("the text is too small")
        .containsPattern("give at least [\\d,]+ tokens");
    assertThat(again("--corpus", empty.toString()).out()).containsOnlyOnce("preparing");
  }

  @Test
  void aTokenizersFileIsOneOfHuggingFaces() throws Exception {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Wish wish =
        wishes("--tokenizer", file.toString()).stream()
            .filter(w -> w.option().equals("--tokenizer"))
            .findFirst()
            .orElseThrow();
    assertThat(wish.edits())
        .containsExactly(
            Edit.of("train.data.tokenizer.kind", "bpe"),
            Edit.of("train.data.tokenizer.file", file.toString()));
  }
}
