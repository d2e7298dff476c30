package kleiber.lm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.schema.ConfigReference;
import kleiber.core.testing.Checkout;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private static final Path PAGE = Checkout.path("docs/config.md");

  private static final String LIMITS =
      """
      A file may come from anywhere: it is UTF-8 of at most 1,000,000 characters, with at most 5,000 keys, lists of 100,000 values in all and
      50 levels; `base` reads at most 50 files and 10,000 keys. Numbers are finite and at most 400 characters long, other values 10,000. An empty value
      is allowed only where the default is none. YAML's aliases, tags and `<<`, keys given twice, and characters that cannot be seen are
      refused with file and line."""
          .stripTrailing();

  /** With -Dkleiber.docs=write the page is written again. */
  @Test
  void theReferencePageIsUpToDate() throws Exception {
    String expected =
        "# Training configuration\n\n"
            + "Every key of a training YAML, generated from the records of"
            + " `kleiber.lm.config`.\n"
            + "Numbers may be written `1000`, `1e3`, `1_000` or `1k`; `base: other.yaml` starts"
            + " from another file,\n"
            + "and `--set key=value` overrides. The later source wins, also between keys that mean"
            + " the same thing, such as the\n"
            + "four of `horizon`; where it chooses another `kind`, keys that only the earlier kind"
            + " has are dropped.\n\n"
            + LIMITS
            + "\n\n"
            + ConfigReference.markdown(TrainConfig.class).strip()
            + "\n";
    if ("write".equals(System.getProperty("kleiber.docs"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE)
        .as(
            "run mvn -pl trainer/lm -am test -Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dkleiber.docs=write")
        .hasContent(expected);
  }
}
