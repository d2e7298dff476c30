package kleiber.lm.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.KleiberException;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a folder's config.json says by itself, and how far it is believed. */
class ModelClaimTest {
  @TempDir Path temporary;

  @Test
  void aClaimWithoutWeightsIsNotBelieved(@TempDir Path empty) throws Exception {
    Files.copy(
        Path.of("src/main/resources/golden/gpt2-tiny/config.json"), empty.resolve("config.json"));
    ModelFolder folder = new ModelFolder(empty);
    assertThatThrownBy(folder::readSpec)
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("has no weights");
    Path index = empty.resolve("model.safetensors.index.json");
    for (String hostile :
        new String[] {
          "null",
          "{}",
          "{\"weight_map\": {}}",
          "{\"weight_map\": {\"a\": \"x.safetensors\"}}",
          "{\"weight_map\": {\"a\": \"x\\u0000.safetensors\"}}",
          "{\"weight_map\": {\"a\": null}}"
        }) {
      Files.writeString(index, hostile);
      assertThatThrownBy(folder::readSpec).as(hostile).isInstanceOf(KleiberException.class);
    }
  }

  /** What Hugging Face's configuration classes take where a key is absent. */
  @ParameterizedTest
  @CsvSource({
    "openai-gpt, 12, 12, 12, 768, 3072, 512, 40478, 1e-5, true",
    "gpt2, 12, 12, 12, 768, 3072, 1024, 50257, 1e-5, true",
    "opt, 12, 12, 12, 768, 3072, 2048, 50272, 1e-5, true",
    "llama, 32, 32, 32, 4096, 11008, 2048, 32000, 1e-6, false",
    "bert, 12, 12, 12, 768, 3072, 512, 30522, 1e-12, true",
    "t5, 6, 8, 8, 512, 2048, 512, 32128, 1e-6, true"
  })
  void absentKeysTakeHuggingFacesDefaults(
      String type,
      int layers,
      int heads,
      int keyValueHeads,
      int width,
      int mlpWidth,
      int context,
      int vocabulary,
      double epsilon,
      boolean tied)
      throws Exception {
    Files.writeString(temporary.resolve("config.json"), "{\"model_type\": \"" + type + "\"}");
    ModelSpec spec = new ModelFolder(temporary).claimedSpec();
    assertThat(spec.layers()).isEqualTo(layers);
    assertThat(spec.attention().heads()).isEqualTo(heads);
    assertThat(spec.attention().keyValueHeads()).isEqualTo(keyValueHeads);
    assertThat(spec.width()).isEqualTo(width);
    assertThat(spec.mlp().width()).isEqualTo(mlpWidth);
    assertThat(spec.context()).isEqualTo(context);
    assertThat(spec.vocabulary()).isEqualTo(vocabulary);
    assertThat(spec.norm().epsilon()).isEqualTo(epsilon);
    assertThat(spec.head().tied()).isEqualTo(tied);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"rope_theta\": 500000', 500000",
    "'\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 77.0}', 77",
    "'\"rope_theta\": 5, \"rope_scaling\": {\"type\": \"default\"}', 5",
    "'\"rope_scaling\": null', 10000"
  })
  void theBaseOfRotaryPositionsIsFoundWhereFoldersHaveIt(String keys, double theta)
      throws Exception {
    Files.writeString(temporary.resolve("config.json"), "{\"model_type\": \"llama\"," + keys + "}");
    assertThat(new ModelFolder(temporary).claimedSpec().positions())
        .isEqualTo(new Positions.Rotary(theta));
  }
}
