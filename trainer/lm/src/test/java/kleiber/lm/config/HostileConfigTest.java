package kleiber.lm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML can say that no configuration means. */
class HostileConfigTest {
  @TempDir Path folder;

  private static ConfigBinder.Bound<TrainConfig> bind(String yaml) {
    return ConfigBinder.bind(ConfigValues.parse(yaml, "test.yaml"), TrainConfig.class);
  }

  private static void refused(String yaml, String... words) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(KleiberException.class)
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThanOrEqualTo(2000))
        .hasMessageContainingAll(words);
  }

  @ParameterizedTest
  @CsvSource({
    "'data: {sampling: }', data.sampling = null (test.yaml:1): must not be empty",
    "'backend:', backend = null (test.yaml:1): must not be empty",
    "'precision: ~', precision = null (test.yaml:1): must not be empty",
    "'seed: null', seed = null (test.yaml:1): must not be empty",
    "'model: {activation: ~}', model.activation = null (test.yaml:1): must not be empty",
    "'schedule: {kind: }', schedule.kind = null (test.yaml:1): must be one of",
    "'checkpoint: {at: [~]}', 'checkpoint.at = [null] (test.yaml:1): must be a list without'",
    "'checkpoint: {at: [[1]]}', 'checkpoint.at = [[1]] (test.yaml:1): must be a single value'",
    "'data: {corpus: {kind: files, paths: [~]}}', data.corpus.paths = [null]",
    "'data: {corpus: {kind: files, paths: [{a: b}]}}', must be a single value",
    "'data: {corpus: {kind: files, paths: }}', 'data.corpus.paths = null (test.yaml:1): must not'",
    "'name: [a]', must be a single value",
    "'base: ', base = null (test.yaml:1): no such key"
  })
  void whatIsEmptyOrOfAnotherShapeIsNamed(String yaml, String message) {
    refused("horizon: {steps: 1}\n" + yaml, message.replace(":1)", ":2)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer: {lr: 1e999}",
        "optimizer: {lr: -1e999}",
        "optimizer: {lr: 1e-999}",
        "optimizer: {lr: 1e999999999}",
        "model: {dropout: 1e-2147483647}",
        "seed: 1e99999",
        "model: {ropeTheta: .inf}",
        "optimizer: {weightDecay: .nan}"
      })
  void numbersThatADoubleCannotHoldAreRefused(String yaml) {
    refused("horizon: {steps: 1}\n" + yaml, "(test.yaml:2): must be a number");
    refused("horizon: {tokens: 1e999}", "horizon.tokens = 1e999 (test.yaml:1): must be a number");
  }

  @Test
  void zeroIsZeroHoweverItIsWritten() {
    assertThat(Quantity.parse("0e999999999").toPlainString()).isEqualTo("0");
    assertThat(Quantity.parse("1_000k").intValueExact()).isEqualTo(1_000_000);
  }

  @Test
  void aMillionDigitsAreRefusedAndNotShown() {
    refused(
        "seed: " + "9".repeat(900_000) + "\nhorizon: {steps: 1}",
        "test.yaml:1: \"9999",
        "99… (900,000 characters)\" is longer than 10000; shorten it");
    refused(
        "seed: " + "9".repeat(9_000) + "\nhorizon: {steps: 1}",
        "99… (9,000 characters) (test.yaml:1): must be a number, not a text of 9000 characters");
  }

  @Test
  void aliasesAndTagsAreRefusedWithTheirLine() {
    refused("seed: &one 1\nthreads: *one\n", "test.yaml:2: *one is a YAML alias; write its value");
    refused("a: &m {layers: 2}\nmodel: {<<: *m}\n", "test.yaml:2");
    refused("model: {<<: {layers: 2}}\n", "\"<<\" is no key");
    refused("seed: !!str 1\n", "test.yaml:1", "is a YAML tag, which is not read");
    refused("data: !!java.net.URL [a]\n", "is a YAML tag");
  }

  @Test
  void aGroupThatIsGivenTwiceIsRefusedHoweverItIsWritten() {
    refused("model: {layers: 2}\nmodel.layers: 3\n", "test.yaml:2: model.layers is given twice");
    refused("model.layers: 3\nmodel: {layers: 2}\n", "test.yaml:2: model is given twice");
    refused("model: 1\nmodel.layers: 3\n", "test.yaml:2: model.layers is given twice");
    refused("objective: {a: [{b: 1, b: 2}]}\n", "b is given twice");
  }

  @Test
  void sizeNestingAndKeysOfADocumentAreLimited() {
    refused("name: a # " + "x".repeat(1_000_000), "test.yaml has 1,000,010 characters");
    refused("a: " + "[".repeat(20_000), "cannot read test.yaml as YAML", "depth");
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i <= 5_000; i++) {
      keys.append("k").append(i).append(": 1\n");
    }
    refused(keys.toString(), "test.yaml:5001: more than 5000 keys are not read: k5000");
    refused("? " + "a.".repeat(5_000) + "b\n: 1\n", "keys longer than 300 characters");
    refused("a: [" + "1,".repeat(100_001) + "1]", "more than 100000 values are not read");
  }

  @Test
  void hundredsOfUnknownKeysAreToldInAFewLines() {
    StringBuilder keys = new StringBuilder("horizon: {steps: 1}\n");
    for (int i = 0; i < 900; i++) {
      keys.append("seeed").append(i).append(": 1\n");
    }
    refused(keys.toString(), "has 900 faults", "seeed0 = 1 (test.yaml:2): no such key", "more\n");
  }

  @Test
  void charactersThatCannotBeSeenAreRefused() {
    refused("name: \"a\\0b\"", "test.yaml:1: \"a\\u0000b\" holds a character that cannot be seen");
    refused("backend: \"\\e[31m\"", "\"\\u001b[31m\" holds a character");
    refused("data: {corpus: {kind: files, paths: [\"a\\0.txt\"]}}", "\"a\\u0000.txt\" holds");
    refused("name: \"txt\\u202Eexe\"", "\"txt\\u202eexe\" holds");
    refused("\"na\\tme\": x", "is no key");
  }

  @Test
  void basesThatMultiplyAreCountedAndRefused() throws Exception {
    for (int i = 0; i < 30; i++) {
      String next = "b" + (i + 1) + ".yaml";
      Files.writeString(folder.resolve("b" + i + ".yaml"), "base: [" + next + ", " + next + "]\n");
    }
    Files.writeString(folder.resolve("b30.yaml"), "seed: 1\n");
    assertThatThrownBy(() -> ConfigValues.read(folder.resolve("b0.yaml")))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("base: more than 50 files in all");
  }

  @ParameterizedTest
  @CsvSource({
    "'base: ', own.yaml:1: base must name a file",
    "'base: [~]', own.yaml:1: base must name a file",
    "'base: [[a]]', own.yaml:1: base must name a file",
    "'base: {a: b}', 'base.a = b'",
    "'base: /dev/zero', 'cannot read /dev/zero: it is a device, not a file'",
    "'base: .', it is a folder",
    "'base: own.yaml', includes itself",
    "'base: none.yaml', no configuration file"
  })
  void aBaseThatIsNoFileIsRefused(String yaml, String message) throws Exception {
    Path own = Files.writeString(folder.resolve("own.yaml"), yaml + "\nhorizon: {steps: 1}\n");
    assertThatThrownBy(() -> ConfigBinder.bind(ConfigValues.read(own), TrainConfig.class))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatAPipeNamesIsMeantFromTheWorkingFolder() throws Exception {
    Files.writeString(folder.resolve("base.yaml"), "seed: 7\n");
    Path working = Path.of("").toAbsolutePath();
    String base = working.relativize(folder.resolve("base.yaml")).toString();
    String script = "echo 'base: " + base + "'; echo 'name: piped'; exec 1>&-; read wait";
    Process shell = new ProcessBuilder("sh", "-c", "read go; " + script).start();
    try (Writer toShell = shell.outputWriter()) {
      Path pipe = asTheShellGivesIt(shell);
      toShell.write("go\n");
      toShell.flush();
      ConfigValues values = ConfigValues.read(pipe);
      assertThat(values.entries().get("seed").value()).isEqualTo("7");
      assertThat(values.entries().get("name").folder()).isEqualTo(working);
    }
    assertThat(shell.waitFor()).isNotNegative();
  }

  /** The name that what a process prints has in this process. */
  private static Path asTheShellGivesIt(Process process) throws IOException {
    Path printed = target(Path.of("/proc/" + process.pid() + "/fd/1"));
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      Path own = open.filter(link -> printed.equals(target(link))).findFirst().orElseThrow();
      return Path.of("/dev/fd").resolve(own.getFileName());
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link; // the list's own, closed since
    }
  }

  @Test
  void aSettingIsOneKey() {
    ConfigValues values = ConfigValues.parse("horizon: {steps: 1}", "test.yaml");
    assertThatThrownBy(() -> values.set("seed=1\nthreads: 2"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("give threads a --set of its own");
    assertThatThrownBy(() -> values.set("x".repeat(600_000)))
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(200))
        .hasMessageContaining("--set needs key=value");
    assertThatThrownBy(() -> values.set(".".repeat(100_000) + "=1"))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("--set needs key=value");
  }

  @Test
  void bytesThatAreNotTextAreToldByTheirPlace() throws Exception {
    Path file = folder.resolve("own.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> ConfigValues.read(file))
        .hasMessageContaining("own.yaml: not text in UTF-8, see the byte at 3");
  }
}
