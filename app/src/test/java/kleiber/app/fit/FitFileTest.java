package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import kleiber.app.testing.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fit.json that somebody else wrote: each part that predictions and plans rest on is checked. */
class FitFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path fit;

  @BeforeEach
  void makeAFit() throws Exception {
    StringBuilder table = new StringBuilder("N,D,loss\n");
    for (double n = 1e6; n < 1e8; n *= 4) {
      for (double d = 1e8; d < 1e10; d *= 4) {
        double loss = 1.7 + 90 / Math.pow(n, .3) + 400 / Math.pow(d, .3);
        table.append(n + "," + d + "," + loss + "\n");
      }
    }
    fit = folder.resolve("fit.json");
    Path file = Files.writeString(folder.resolve("runs.csv"), table);
    CommandRun.of("fit", file.toString(), "--bootstrap", "20", "--out", fit.toString());
  }

  private void assertRefused(Consumer<ObjectNode> change, String words) throws Exception {
    byte[] whole = Files.readAllBytes(fit);
    ObjectNode tree = (ObjectNode) JSON.readTree(whole);
    change.accept(tree);
    Files.write(fit, JSON.writeValueAsBytes(tree));
    for (String[] command :
        new String[][] {
          {"plan", fit.toString(), "--flops", "1e19", "--unique-tokens", "1e8"},
          {"predict", fit.toString(), "--n", "1e9", "--d", "1e9"}
        }) {
      CommandRun run = CommandRun.of(command);
      assertThat(run.exit()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("fit.json", words).hasLineCount(1);
    }
    Files.write(fit, whole);
  }

  @Test
  void aPartThatIsMissingOrNullIsNamed() throws Exception {
    assertRefused(tree -> tree.putNull("range"), "range is missing");
    assertRefused(tree -> tree.putNull("diagnostics"), "diagnostics is missing");
    assertRefused(tree -> tree.putNull("warnings"), "warnings is missing");
    assertRefused(tree -> tree.putNull("holdouts"), "holdouts is missing");
    assertRefused(tree -> tree.withArray("warnings").addNull(), "warnings.");
    assertRefused(tree -> tree.withObject("/range").remove("C"), "range.C");
    assertRefused(tree -> tree.withObject("/range").putNull("N"), "range.N");
    assertRefused(tree -> tree.withObject("/parameters").remove("beta"), "parameters.beta");
  }

  @Test
  void numbersThatNoFitHasAreNamed() throws Exception {
    assertRefused(
        tree -> ((ArrayNode) tree.at("/internal/p")).add(1), "6 numbers, and the law has 5");
    assertRefused(
        tree -> ((ArrayNode) tree.at("/internal/draws/3")).remove(0), "internal.draws.3 has 4");
    assertRefused(tree -> ((ArrayNode) tree.at("/internal/draws/3")).setNull(0), "not finite");
    assertRefused(tree -> ((ArrayNode) tree.at("/internal/draws")).removeAll(), "0 refits");
    assertRefused(tree -> tree.withObject("/flopCount").put("factor", -6), "flopCount.factor");
    assertRefused(tree -> tree.put("level", 90), "level is 90.0");
    assertRefused(tree -> tree.put("level", "0.9"), "level must be a number");
    assertRefused(tree -> tree.put("law", "data-constrained"), "is no law");
  }

  @Test
  void textOfAFitIsShownAsItCanBeSeen() throws Exception {
    ObjectNode tree = (ObjectNode) JSON.readTree(fit.toFile());
    tree.withArray("warnings").add("odd: \u001b[31m\u202etxt");
    Files.write(fit, JSON.writeValueAsBytes(tree));
    CommandRun run = CommandRun.of("predict", fit.toString(), "--n", "1e9", "--d", "1e9");
    assertThat(run.out()).contains("warning: odd: \uFFFD[31m\uFFFDtxt");
  }
}
