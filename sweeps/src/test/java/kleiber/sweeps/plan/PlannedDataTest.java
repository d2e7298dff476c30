package kleiber.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedDataTest {
  @TempDir Path folder;

  private TrainConfig config(String family, String objective) throws Exception {
    Path text = Files.writeString(folder.resolve("text.txt"), "some words\n".repeat(2000));
    ConfigValues values =
        ConfigValues.parse(
            """
            model: {family: %s, context: 16}
            objective: {kind: %s}
            data: {corpus: {kind: files, paths: [%s]}, tokenizer: {kind: bpe, vocab: 300}}
            horizon: {steps: 1}
            """
                .formatted(family, objective, text),
            "test");
    return ConfigBinder.bind(values, TrainConfig.class).config();
  }

  @Test
  void anObjectiveThatAddsTokensIsNotTakenForOneThatDoesNot() throws Exception {
    TrainConfig causal = config("decoder", "causal");
    TrainConfig masked = config("encoder", "masked");
    List<String> notes = new ArrayList<>();
    PlannedData data = new PlannedData(new DatasetCache(folder.resolve("cache"), notes::add));
    int vocabulary = data.of(causal).vocabulary();
    assertThat(data.of(masked).vocabulary())
        .isEqualTo(vocabulary + masked.objective().addedTokens())
        .isGreaterThan(vocabulary);
    assertThat(data.of(masked).layout()).isNotEqualTo(data.of(causal).layout());
    assertThat(notes).filteredOn(note -> note.startsWith("preparing")).hasSize(1);
  }
}
