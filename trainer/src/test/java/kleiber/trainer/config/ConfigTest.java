package kleiber.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.trainer.KleiberException;
import kleiber.trainer.optim.LrSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
  private static ConfigBinder.Bound<TrainConfig> bind(String yaml) {
    return ConfigBinder.bind(ConfigValues.parse(yaml, "test.yaml"), TrainConfig.class);
  }

  static Stream<Path> shipped() throws Exception {
    return Files.list(Path.of("../configs/train")).sorted();
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

  @Test
  void laterSourcesWinAndEveryValueKnowsItsOrigin(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("base.yaml"), "seed: 5\nhorizon: {steps: 10}\n");
    Path file = Files.writeString(folder.resolve("own.yaml"), "base: base.yaml\nseed: 6\n");
    ConfigValues values = ConfigValues.read(file).set("schedule.kind=constant");
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    assertThat(bound.config().seed()).isEqualTo(6);
    assertThat(bound.config().horizon().steps()).isEqualTo(10);
    assertThat(bound.config().schedule()).isEqualTo(new LrSchedule.Constant(0, 0));
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
  void aBaseThatIncludesItselfIsRefused(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.yaml"), "base: b.yaml\n");
    Path b = Files.writeString(folder.resolve("b.yaml"), "base: a.yaml\n");
    assertThatThrownBy(() -> ConfigValues.read(b)).hasMessageContaining("includes itself");
  }
}
