package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fit} gives to a paper. */
class PaperTest {
  private static final String POINTS = Published.table("cs336-isoflops.json");

  @TempDir Path folder;

  @Test
  void theLawIsALatexTable() {
    CommandRun run = CommandRun.of("fit", POINTS, "--bootstrap", "20", "--latex");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\\caption{$L = E + A/N^{\\alpha} + B/D^{\\beta}$, fitted to 72 runs by")
        .contains("by sum of Huber(10$^{-3}$) on log residuals")
        .contains("Parameter & Value & 90\\,\\% interval \\\\")
        .contains("$E$ & $2.690$ & $2.690$ to $2.690$ \\\\")
        .contains("$\\alpha$ & $0.3400$")
        .contains("\\bottomrule", "\\end{table}")
        .matches("[\\x00-\\x7F]+");
  }

  @Test
  void otherFormulasAreLatexToo() {
    assertThat(
            CommandRun.of("fit", POINTS, "--law", "kaplan", "--bootstrap", "20", "--latex").out())
        .contains("$L = [(N_{c}/N)^{\\alpha_{N}/\\alpha_{D}} + D_{c}/D]^{\\alpha_{D}}$")
        .contains("$\\alpha_{N}$ & $0.", "$N_{c}$ & $");
    assertThat(
            CommandRun.of("fit", POINTS, "--law", "bnsl-c-1", "--bootstrap", "20", "--latex").out())
        .contains("L = a + b C^{-c_{0}} \\prod_i (1 + (C/d_{i})^{1/f_{i}})^{-c_{i} f_{i}}")
        .contains("$c_{0}$ & $");
  }

  @Test
  void allLawsStandInOneTable() throws Exception {
    String[] compare = {"fit", POINTS, "--bootstrap", "20", "--compare", "--latex"};
    assertThat(CommandRun.of(compare).out())
        .contains("the lower AICc, the better")
        .contains("$L = E + (A/N^{\\alpha} + B/D^{\\beta})^{\\gamma}$ & $E$ & $2.690$");
    compare[5] = "--json";
    JsonNode others = CommandRun.of(compare).json().path("comparison");
    assertThat(others).hasSize(2);
    assertThat(others.at("/0/law").asText()).isEqualTo("coupled");
    assertThat(others.at("/0/parameters/gamma").asDouble()).isCloseTo(1, within(1e-4));
    assertThat(others.at("/1/intervals/alphaN/high").asDouble())
        .isGreaterThan(others.at("/1/intervals/alphaN/low").asDouble());
    assertThat(others.at("/1/aicc").asDouble()).isNegative();
  }

  @Test
  void bootstrapParametersHaveNames() throws Exception {
    Path draws = folder.resolve("draws.csv");
    Path fit = folder.resolve("fit.json");
    CommandRun run =
        CommandRun.of(
            "fit",
            Published.table("chinchilla-points-234.csv"),
            "--bootstrap",
            "30",
            "--draws",
            draws.toString(),
            "--out",
            fit.toString());
    assertThat(run.out()).contains("30 refits in " + draws);
    List<String> lines = Files.readAllLines(draws);
    assertThat(lines).hasSize(31);
    assertThat(lines.get(0)).isEqualTo("E,A,alpha,B,beta,a,b");
    JsonNode interval =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(fit.toFile())
            .at("/intervals/alpha");
    double[] alphas =
        lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[2])).toArray();
    long inside =
        DoubleStream.of(alphas)
            .filter(a -> a >= interval.path("low").asDouble())
            .filter(a -> a <= interval.path("high").asDouble())
            .count();
    assertThat(inside).isBetween(26L, 28L);
    assertThat(DoubleStream.of(alphas)).allMatch(a -> a > 0.25 && a < 0.45);
  }

  @Test
  void jsonAndLatexExcludeEachOther() {
    CommandRun run = CommandRun.of("fit", POINTS, "--json", "--latex");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--json and --latex exclude each other");
  }
}
