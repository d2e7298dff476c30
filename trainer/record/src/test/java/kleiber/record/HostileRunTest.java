package kleiber.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a run folder that are null, partial or of another shape. */
class HostileRunTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "null, 'is not a JSON object, but null'",
    "[], 'is not a JSON object, but []'",
    "'', is empty",
    "'{\"outcome\": ', ':1 is not JSON'",
    "'{}', schemaVersion must be a whole number",
    "'{\"schemaVersion\":1,\"attempts\":1,\"step\":1,\"totalSteps\":2}', outcome is missing",
    "'{\"schemaVersion\":1,\"outcome\":\"done\",\"attempts\":1,\"step\":1,\"totalSteps\":2}', outcome must be one of running",
    "'{\"schemaVersion\":1,\"outcome\":\"completed\",\"attempts\":1,\"step\":1,\"totalSteps\":2}', result is missing",
    "'{\"schemaVersion\":1,\"outcome\":\"failed\",\"attempts\":1,\"step\":-1,\"totalSteps\":2}', must not be negative",
    "'{\"schemaVersion\":1,\"outcome\":\"failed\",\"attempts\":1,\"step\":1.5,\"totalSteps\":2}', 'step must be a whole number, not 1.5'",
    "'{\"schemaVersion\":1,\"outcome\":\"failed\",\"attempts\":\"1\",\"step\":1,\"totalSteps\":2}', 'attempts must be a whole number, not \"1\"'",
    "'{\"schemaVersion\":1e999}', ':/schemaVersion is beyond what a number can hold'",
    "'{\"schemaVersion\":1,\"schemaVersion\":1}', Duplicate",
    "'{\"schemaVersion\":1,\"outcome\":\"failed\",\"attempts\":1,\"step\":1,\"totalSteps\":2,\"x\":1}', x is no key of this file",
    "'{} {}', is not JSON"
  })
  void aStatusThatSaysNothingIsRefused(String json, String message) throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.status(), json);
    assertThatThrownBy(run::readStatus)
        .isInstanceOfSatisfying(
            KleiberException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CORRUPT))
        .hasMessageContaining(run.status().toString())
        .hasMessageContaining(message);
  }

  @Test
  void aDeepOrEndlessFileIsRefused() throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.status(), "[".repeat(100_000));
    assertThatThrownBy(run::readStatus).hasMessageContaining("is not JSON");
    Files.delete(run.status());
    Files.createSymbolicLink(run.status(), Path.of("/dev/zero"));
    assertThatThrownBy(run::readStatus).hasMessageContaining("a device, not a file");
    Files.delete(run.status());
    Files.write(run.status(), new byte[(1 << 22) + 1]);
    assertThatThrownBy(run::readStatus).hasMessageContaining("is larger than 4,194,304 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"basis\": null}', 'basis must hold an object, not null'",
    "'{\"basis\": []}', basis",
    "'{\"basis\": {\"trainTokens\": 3, \"threads\": 1}}', 'dataDigest, backend and precision'",
    "'{\"basis\": {\"trainTokens\": 3}}', threads must be a whole number"
  })
  void aBasisThatIsNotWholeIsRefused(String json, String message) throws Exception {
    RunDirectory run = new RunDirectory(folder);
    Files.writeString(run.resolved(), json);
    assertThatThrownBy(run::readBasis)
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "null, metrics.jsonl:1 must hold an object",
    "'{\"type\":\"step\",\"step\":1}', metrics.jsonl:1: tokens must be a whole number",
    "'{\"type\":\"song\"}', does not say which of the known kinds it is",
    "'{\"type\":\"header\",\"schemaVersion\":1}', run is missing",
    "'', metrics.jsonl:1 is empty"
  })
  void aLineThatIsNoMetricIsNamed(String line, String message) throws Exception {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, line + "\n{}\n");
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(message);
  }
}
