package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no sweep can be is refused in words before anything is listed, sized or allocated. */
class SweepLimitsTest {
  private static final String SPEC =
      """
      name: limits
      train:
        model: {context: 16}
        data: {corpus: {kind: files, paths: [text.txt]}, tokenizer: {kind: bytes}}
        batch: {sequences: 4}
      design: {kind: isoflop, budgets: [1e8, 3e8]}
      """;

  @TempDir Path folder;

  private CommandRun plan(String... settings) throws Exception {
    Files.writeString(folder.resolve("text.txt"), "to be or not to be ".repeat(200));
    Path spec = Files.writeString(folder.resolve("limits.yaml"), SPEC);
    String[] words = new String[5 + 2 * settings.length];
    words[0] = "sweep";
    words[1] = "plan";
    words[2] = spec.toString();
    words[3] = "--out";
    words[4] = folder.resolve("out").toString();
    for (int i = 0; i < settings.length; i++) {
      words[5 + 2 * i] = "--set";
      words[6 + 2 * i] = settings[i];
    }
    return CommandRun.of(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "design.sizesPerBudget=2000000000 | ask for 4,000,000,000 runs, and a sweep has 5,000 at most",
        "design.budgets=[1e300] | params = ",
        "design.budgets=[1e999] | must be",
        "design.sizes=[1e300] | must be above 0 and at most 1e+13",
        "design.spread=1e308 | params = ",
        "design.centre=1e-300 | must be at least 0.01",
        "design={kind: grid, axes: {seed: 'log(1, 2, 2000000000)'}} | 2 to 5000 points",
        "design={kind: grid, axes: {seed: 'log(1, 2, 99999999999999999999)'}} | 2 to 5000 points",
        "design={kind: grid, axes: {tokens: [1e300]}} | asks for 1.00e+300 training tokens",
        "design={kind: grid, axes: {tokens: [9223372036854775808]}} | asks for 9.22e+18 training tokens",
        "design={kind: grid, axes: {params: ['~']}} | params",
        "design={kind: explicit, rows: [{params: 1e4, flops: 1e300}]} | training tokens, and 1e+17 is the most",
      })
  void whatNoSweepCanBeIsRefused(String setting, String words) throws Exception {
    CommandRun run = plan(setting);
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.endsInWords().err()).contains(words).hasSizeLessThan(Fuzz.LONGEST_MESSAGE);
  }

  @Test
  void combinationsAreCountedBeforeTheyAreListed() throws Exception {
    StringBuilder axes = new StringBuilder("design={kind: grid, axes: {");
    for (String key :
        new String[] {"seed", "params", "optimizer.lr", "tokens", "batch.sequences"}) {
      axes.append('"').append(key).append("\": \"log(1, 1000, 1000)\", ");
    }
    CommandRun run = plan(axes + "}}");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("ask for 1,000,000,000,000,000 runs");
  }

  @Test
  void slotsBeyondAllMachinesAreRefused() throws Exception {
    plan();
    CommandRun run =
        CommandRun.of(
            "sweep", "plan", folder.resolve("limits.yaml").toString(), "--slots", "2000000000");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--slots is at most 1024");
  }

  @Test
  void aSweepThatHoldsNothingOutIsToldThatItMeasuresNoLoss() throws Exception {
    CommandRun run =
        plan("train.data.validationFraction=0", "design.budgets=[1e7]", "design.sizesPerBudget=1");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("warning: 1 of 1 run will have no loss to fit, since nothing is held out");
  }
}
