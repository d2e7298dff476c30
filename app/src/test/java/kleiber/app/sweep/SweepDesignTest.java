package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import kleiber.app.testing.CommandRun;
import kleiber.sweeps.spec.Design;
import kleiber.sweeps.spec.SweepFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepDesignTest {
  @TempDir Path folder;
  private Path spec;

  @BeforeEach
  void writeSpec() throws Exception {
    spec =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            name: tiny
            train:
              precision: fp32
              model: {context: 16}
              data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
              batch: {sequences: 4}
            design: {kind: ladder, sizes: [5k, 10k]}
            seeds: [7]
            """);
  }

  private CommandRun design(String... more) {
    String[] arguments = {"sweep", "design", spec.toString()};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void theBestDesignForATimeIsWrittenAndTheRestKept() {
    Path written = folder.resolve("designed.yaml");
    CommandRun run =
        design(
            "--minutes",
            "0.2",
            "--least",
            "1e8",
            "--target",
            "1e11",
            "--write",
            written.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("to predict the best model of 1.00e+11 FLOPs", "kleiber sweep run");
    SweepFile designed = SweepFile.read(written);
    assertThat(designed.spec().seeds()).containsExactly(7L);
    Design.Isoflop isoflop = (Design.Isoflop) designed.spec().design();
    assertThat(isoflop.budgets()).hasSizeGreaterThanOrEqualTo(3).isSorted();
    assertThat(isoflop.budgets().get(0)).isGreaterThanOrEqualTo(1e8);
    assertThat(isoflop.budgets().get(isoflop.budgets().size() - 1)).isLessThan(1e11);
    assertThat(halfWidths(run.out())).isSorted().hasSizeGreaterThan(1);
  }

  @Test
  void whatCannotBeDesignedIsRefusedInWords() throws Exception {
    CommandRun little = design("--minutes", "0.2", "--least", "9e8", "--target", "1e9");
    assertThat(little.exit()).isEqualTo(2);
    assertThat(little.err()).contains("three budgets", "--target");
    CommandRun params = design("--minutes", "1", "--target", "params=1M");
    assertThat(params.exit()).isEqualTo(2);
    assertThat(params.err()).contains("give FLOPs such as 1e15");
    CommandRun floor = design("--minutes", "1", "--target", "1e12", "--floor", "2");
    assertThat(floor.exit()).isEqualTo(2);
    assertThat(floor.err()).contains("--floor", "between 0 and 1");
    CommandRun residual = design("--minutes", "1", "--target", "1e12", "--residual", "1");
    assertThat(residual.exit()).isEqualTo(2);
    assertThat(residual.err()).contains("--residual is a fraction");
    CommandRun there = design("--minutes", "1", "--target", "1e12", "--write", spec.toString());
    assertThat(there.exit()).isEqualTo(2);
    assertThat(there.err()).contains("exists already");
    assertThat(Files.readString(spec)).contains("ladder");
  }

  private static List<Double> halfWidths(String out) {
    return Pattern.compile("±(\\d+\\.\\d) %")
        .matcher(out)
        .results()
        .map(result -> Double.valueOf(result.group(1)))
        .toList();
  }
}
