package kleiber.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private static final Path PAGE = Path.of("../docs/config.md");

  /** With -Dkleiber.docs=write the page is written again. */
  @Test
  void theReferencePageIsUpToDate() throws Exception {
    String expected =
        "# Training configuration\n\n"
            + "Every key of a training YAML, generated from the records of"
            + " `kleiber.trainer.config`.\n"
            + "Numbers may be written `1000`, `1e3`, `1_000` or `1k`; `base: other.yaml` starts"
            + " from another file,\n"
            + "and `--set key=value` overrides. The later source wins, also between keys that mean"
            + " the same thing, such as the\n"
            + "four of `horizon`; where it chooses another `kind`, keys that only the earlier kind"
            + " has are dropped.\n\n"
            + ConfigReference.markdown(TrainConfig.class).strip()
            + "\n";
    if ("write".equals(System.getProperty("kleiber.docs"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE)
        .as("run mvn -pl trainer test -Dtest=ConfigReferenceTest -Dkleiber.docs=write")
        .hasContent(expected);
  }
}
