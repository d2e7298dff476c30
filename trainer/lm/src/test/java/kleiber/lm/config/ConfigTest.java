package kleiber.lm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Resolved;
import kleiber.core.testing.Checkout;
import kleiber.lm.data.CorpusSpec;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Mup;
import kleiber.lm.optim.LrSchedule;
import kleiber.lm.optim.RoleRates;
import kleiber.lm.optim.Warmup;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static ConfigBinder.Bound<TrainConfig> bind(String yaml) {
    return ConfigBinder.bind(ConfigValues.parse(yaml, "test.yaml"), TrainConfig.class);
  }

  static Stream<Path> shipped() throws Exception {
    return Files.list(Checkout.path("configs/train")).sorted();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedConfigurationLoads(Path file) {
    TrainConfig config = ConfigBinder.bind(ConfigValues.read(file), TrainConfig.class).config();
    assertThat(config.name()).isEqualTo(file.getFileName().toString().replace(".yaml", ""));
  }

  @Test
  void equalConfigurationsWrittenDifferentlyHaveOneIdentity() {
    String plain = "horizon: {steps: 1000}\noptimizer: {lr: 0.001}\nname: a\n";
    String other =
        "name: b\nlog: {every: 3}\noptimizer: {lr: 1e-3, beta1: 0.90}\nhorizon:\n  steps: 1k\n";
    assertThat(Resolved.of(bind(plain)).hash()).isEqualTo(Resolved.of(bind(other)).hash());
    String changed = plain.replace("0.001", "0.002");
    assertThat(Resolved.of(bind(changed)).hash()).isNotEqualTo(Resolved.of(bind(plain)).hash());
    String kind = plain + "schedule: {kind: linear}\n";
    assertThat(Resolved.of(bind(kind)).hash()).isNotEqualTo(Resolved.of(bind(plain)).hash());
  }

  /** Hashes that the program of 27 November 2026 gave: folders of old runs are named by them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{horizon: {steps: 1000}} | ca18bb4b11479553829adb3fcbe12c26031da83ce89f9dc25801bbb2a8ccd0d2",
        "{horizon: {steps: 9}, optimizer: {kind: adafactor}, schedule: {kind: linear}} | a132e6db0564e253e685645dd00625857dd3c2453de5386f06a4dbe744661f05",
        "{model: {family: encoder}, objective: {kind: masked}, horizon: {steps: 9}} | 432899dae397226d665d69fc2bc42aa5cab3ac98d353b29586a578a1f4ce0bcc",
      })
  void keysThatCameLaterLeaveTheIdentityOfOldConfigurationsAsItWas(String yaml, String hash) {
    assertThat(Resolved.of(bind(yaml)).hash()).isEqualTo(hash);
  }

  @Test
  void laterSourcesWinAndEveryValueKnowsItsOrigin(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("base.yaml"), "seed: 5\nhorizon: {steps: 10}\n");
    Path file = Files.writeString(folder.resolve("own.yaml"), "base: base.yaml\nseed: 6\n");
    ConfigValues values = ConfigValues.read(file).set("schedule.kind=constant");
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    assertThat(bound.config().seed()).isEqualTo(6);
    assertThat(bound.config().horizon().steps()).isEqualTo(10);
    assertThat(bound.config().schedule()).isEqualTo(new LrSchedule.Constant(new Warmup(0, 0)));
    assertThat(bound.values().get("seed").origin()).endsWith("own.yaml:2");
    assertThat(bound.values().get("horizon.steps").origin()).contains("base.yaml:2");
    assertThat(bound.values().get("schedule.kind").origin()).isEqualTo("--set");
    assertThat(bound.values().get("optimizer.lr").origin()).isEqualTo("default");
  }

  @Test
  void faultsNameKeyFileLineAndWhatIsAllowed() {
    assertThatThrownBy(() -> bind("horizon: {steps: 1}\nmodel:\n  norm: leyer\n"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("model.norm = leyer (test.yaml:3)")
        .hasMessageContaining("one of layer, rms")
        .hasMessageContaining("did you mean \"layer\"");
    assertThatThrownBy(() -> bind("horizon: {steps: 1, tokens: 5}"))
        .hasMessageContaining("horizon: give exactly one of");
    assertThatThrownBy(() -> bind("horizon: {steps: 1}\nmodel: {width: 30, heads: 4}"))
        .hasMessageContaining("width 30 is not a multiple of heads 4");
    assertThatThrownBy(() -> bind("seed: 1\nseed: 2\n")).hasMessageContaining("seed");
    assertThatThrownBy(() -> bind("model: 3\nhorizon: {steps: 1}"))
        .hasMessageContaining("is a group of keys");
  }

  @Test
  void aHeadThatIsTheEmbeddingHasNoRateOfItsOwn() {
    String head = "horizon: {steps: 1}\noptimizer: {rates: {head: 2}}\n";
    assertThatThrownBy(() -> bind(head)).hasMessageContaining("set model.tied to false");
    assertThat(bind(head + "model: {tied: false}").config().optimizer().rates())
        .isEqualTo(new RoleRates(1, 1, 1, 2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.parametrisation: {kind: mup, baseWidth: 32} | parametrisation.baseHeadWidth: is missing",
        "model: {mlpWidth: 99, parametrisation: {kind: mup, baseWidth: 32, baseHeadWidth: 8}} | give parametrisation.baseMlpWidth",
        "{model.parametrisation: {kind: mup, baseWidth: 32, baseHeadWidth: 8}, optimizer.kind: adafactor} | optimizer.kind adafactor is none; choose adamw",
        "{model.parametrisation: {kind: mup, baseWidth: 32, baseHeadWidth: 8}, optimizer.kind: muon} | optimizer.kind muon is none; choose adamw",
        "{model.init.zeroHead: true} | set tied to false",
      })
  void aParametrisationThatIsNotWholeOrFitsNothingElseIsRefused(String yaml, String message) {
    ConfigValues values = ConfigValues.parse(yaml, "test").set("horizon.steps=1");
    assertThatThrownBy(() -> ConfigBinder.bind(values, TrainConfig.class).config().model().spec(9))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }

  @Test
  void muPsMultipliersFollowFromTheModelsOwnWidth() {
    String base =
        "horizon: {steps: 1}\nmodel.parametrisation: {kind: mup, baseWidth: 32, baseHeadWidth: 8}\n";
    ModelSpec spec = bind(base + "model.width: 64").config().model().spec(9);
    assertThat(spec.parametrisation()).isEqualTo(new Mup(32, 8, 128, 0));
    assertThat(spec.parametrisation().head(spec)).isEqualTo(0.5);
  }

  @Test
  void aLaterKindAndALaterHorizonLeaveNothingOfTheEarlierOnes(@TempDir Path folder)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            "horizon: {steps: 10}\n"
                + "schedule: {kind: cosine, warmupSteps: 3, finalFraction: 0.2}\n"
                + "data: {tokenizer: {kind: bpe, vocab: 512}, corpus: {kind: files, paths:"
                + " [a]}}\n");
    ConfigValues values =
        ConfigValues.read(file)
            .set("horizon.tokens=5000")
            .set("data.tokenizer.kind=bytes")
            .set("data.corpus.kind=wordnet")
            .set("schedule.kind=constant");
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    assertThat(bound.config().horizon()).isEqualTo(new HorizonConfig(0, 5000, 0, 0));
    assertThat(bound.config().data().tokenizer()).isEqualTo(new TokenizerSpec.Bytes());
    assertThat(bound.config().data().corpus()).isEqualTo(new CorpusSpec.Wordnet());
    assertThat(bound.config().schedule())
        .as("what the other kind has too stays")
        .isEqualTo(new LrSchedule.Constant(new Warmup(3, 0)));
    ConfigBinder.Bound<TrainConfig> again = bind(bound.given().toYaml());
    assertThat(again.config()).as("as one file it says the same").isEqualTo(bound.config());
    values.set("schedule.warmupTokens=64");
    assertThat(ConfigBinder.bind(values, TrainConfig.class).config().schedule())
        .isEqualTo(new LrSchedule.Constant(new Warmup(0, 64)));
  }

  @Test
  void aKeyThatNoKindHasIsStillRefused() {
    assertThatThrownBy(
            () -> bind("horizon: {steps: 1}\ndata: {tokenizer: {kind: bytes, vocab: 3}}"))
        .hasMessageContaining("data.tokenizer.vocab = 3")
        .hasMessageContaining("no such key");
    ConfigValues later =
        ConfigValues.parse("horizon: {steps: 1}", "test").set("data.tokenizer.vocab=512");
    assertThatThrownBy(() -> ConfigBinder.bind(later, TrainConfig.class))
        .hasMessageContaining("no such key");
  }

  @Test
  void filesAreMeantFromTheFolderOfTheFileThatNamesThem(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("base"));
    Files.writeString(
        folder.resolve("base/b.yaml"),
        "horizon: {steps: 1}\ndata: {corpus: {kind: files, paths: [a.txt, ../docs/**.txt]}}\n");
    Path file =
        Files.writeString(
            folder.resolve("own.yaml"),
            "base: base/b.yaml\ndata: {tokenizer: {kind: bpe, file: t.json}}\n");
    TrainConfig config = ConfigBinder.bind(ConfigValues.read(file), TrainConfig.class).config();
    assertThat(((CorpusSpec.Files) config.data().corpus()).paths())
        .containsExactly(folder + "/base/a.txt", folder + "/docs/**.txt");
    assertThat(((TokenizerSpec.Bpe) config.data().tokenizer()).file())
        .isEqualTo(folder.resolve("t.json"));
    ConfigValues set = ConfigValues.read(file).set("data.corpus.paths=[a.txt]");
    assertThat(
            ((CorpusSpec.Files) ConfigBinder.bind(set, TrainConfig.class).config().data().corpus())
                .paths())
        .containsExactly(Path.of("a.txt").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "' '", "../../evil", "a/b", ".hidden", "..", "a\\b", "\"a\\nb\""})
  void namesThatAreNoFoldersNamesAreRefused(String name) {
    assertThatThrownBy(() -> bind("horizon: {steps: 1}\nname: " + name))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("name ");
  }

  @Test
  void aNameTooLongForAFolderIsRefusedInAFewWords() {
    assertThatThrownBy(() -> bind("horizon: {steps: 1}\nname: " + "n".repeat(300)))
        .hasMessageContaining("has 300 bytes, more than 200")
        .hasMessageNotContaining("n".repeat(50));
    assertThat(bind("horizon: {steps: 1}\nname: α-naïve 2").config().name()).isEqualTo("α-naïve 2");
  }

  @Test
  void aBaseThatIncludesItselfIsRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.yaml"), "base: b.yaml\n");
    Path b = Files.writeString(folder.resolve("b.yaml"), "base: a.yaml\n");
    assertThatThrownBy(() -> ConfigValues.read(b)).hasMessageContaining("includes itself");
  }
}
