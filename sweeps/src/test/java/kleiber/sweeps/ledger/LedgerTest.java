package kleiber.sweeps.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan.json that somebody else wrote. */
class LedgerTest {
  private static final Path VALID = Path.of("src/test/resources/fuzz-valid/plan.json");

  @TempDir Path folder;

  private Ledger read(String text) throws Exception {
    SweepFolder sweep = new SweepFolder(folder);
    Files.writeString(sweep.plan(), text);
    return sweep.requireLedger();
  }

  @Test
  void aValidPlanIsRead() throws Exception {
    Ledger ledger = read(Files.readString(VALID));
    assertThat(ledger.runs()).extracting(Ledger.Entry::name).containsExactly("n1k-d2k", "n2k-d2k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"runs\" : [ { | \"runs\" : null, \"x\" : [ { | name and runs must be given",
        "\"runs\" : [ { | \"runs\" : [ null, { | a run is null",
        "\"slots\" : 2 | \"slots\" : 2000000000 | slots must be 1 to 100000, not 2000000000",
        "\"schemaVersion\" : 1 | \"schemaVersion\" : null | its schemaVersion is null",
        "\"id\" : \"n1k-d2k- | \"id\" : \"../n1k-d2k- | holds a slash",
        "\"id\" : \"n1k-d2k-0123456789ab\" | \"id\" : \"n1k\" | id does not end in its hash",
        "\"id\" : \"n2k-d2k-abcdef012345\" | \"id\" : null | id is empty",
        "\"steps\" : 20 | \"steps\" : null | neither all given nor all left out",
        "\"steps\" : 20 | \"steps\" : 1e3000 | beyond what a number can hold",
        "\"sharedSteps\" : 0, | \"sharedSteps\" : 20, | not below steps",
        "\"seconds\" : 1.5 | \"seconds\" : \"1\" | runs.0.seconds must be a number",
        "\"ratio\" : 2.0 | \"ratio\" : 1.0 | optimizer.lr.ratio = 1.0: must be 1.1 to 10",
        "\"cells\" : [ \"n1k-d2k\" ] | \"cells\" : [ null ] | dials and cells must be given",
        "\"configuration\" : \"cafe\", | | configuration is missing",
        "\"optimizer.lr\" : 0.001 | \"optimizer.lr:\" : 0.001 | optimizer.lr is tuned in its cell",
        "\"optimizer.lr\" : 0.001 | \"optimizer.lr\" : -1 | is no number above 0",
        "\"optimizer.lr\" : 0.001 | \"optimizer.lr\" : 1e300 | is no number above 0",
      })
  void aPlanThatIsNoneIsRefusedWithThePlace(String from, String to, String words) throws Exception {
    String text = Files.readString(VALID);
    String changed = text.replace(from.strip(), to == null ? "" : to.strip());
    assertThat(changed).isNotEqualTo(text);
    assertThatThrownBy(() -> read(changed))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("plan.json")
        .hasMessageContaining(words);
  }
}
