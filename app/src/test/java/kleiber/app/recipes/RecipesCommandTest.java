package kleiber.app.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesCommandTest {
  @TempDir Path folder;

  @Test
  void theTableHasEverySizeWithItsGradesSourcesAndCorrections() {
    CommandRun run = CommandRun.of("recipes", "table");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("| GPT-3 | 175B | 175B (175B) | 96 × 12288, 96 VD |")
        .contains("| T5 | 11B |")
        .contains("| BERT | Large |")
        .contains("arXiv:2005.14165")
        .contains("| PaLM | dropout 0.1 | none in pre-training, 0.1 in fine-tuning | V |");
    assertThat(run.out().lines().filter(line -> line.startsWith("| ")).count()).isGreaterThan(60);
  }

  @Test
  void showDrawsTheSchedulesOfASize() throws Exception {
    CommandRun run =
        CommandRun.of("recipes", "show", "GPT3", "--size", "175B", "--plot", folder.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("optimizer.lr").contains("6e-5").contains("V  paper");
    assertThat(Files.readString(folder.resolve("gpt-3-175b-rate.svg"))).contains("GPT-3 175B");
    assertThat(folder.resolve("gpt-3-175b-batch.png")).exists();
  }

  @Test
  void unknownNamesAndSizesAreRefusedWithWhatThereIs() {
    assertThat(CommandRun.of("recipes", "show", "gpt-9").err())
        .contains("gpt-1")
        .contains("llama-2");
    CommandRun size = CommandRun.of("recipes", "show", "llama", "--size", "8B");
    assertThat(size.exit()).isEqualTo(2);
    assertThat(size.err()).contains("7B, 13B, 33B, 65B");
    assertThat(CommandRun.of("recipes", "check", "--tiny", "x").exit()).isEqualTo(2);
    assertThat(CommandRun.of("recipes").exit()).isEqualTo(2);
  }

  /** Every recipe really trains, and every loss falls. */
  @Test
  @Tag("long")
  void everyRecipeTrainsAtTinyScale() {
    CommandRun run =
        CommandRun.of(
            "recipes", "check", "--tiny", "150k", "--tokens", "400k", "--out", folder.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains(" s")).count()).isGreaterThan(11);
  }
}
