package kleiber.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private static final Metric.Step STEP = new Metric.Step(1, 64, 1e6, 5.5, 1e-3, 2.25, 1000);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeTwoLines() {
    file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = MetricsLog.create(file, "abc", () -> {})) {
      log.append(STEP);
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(MetricsLog.read(file))
        .containsExactly(new Metric.Header(Metric.SCHEMA_VERSION, "abc"), STEP);
  }

  @Test
  void aTornLastLineIsDroppedAndATornMiddleLineIsNamed() throws Exception {
    Files.writeString(file, "{\"type\":\"step\",\"st", StandardOpenOption.APPEND);
    assertThat(MetricsLog.read(file)).hasSize(2);
    Files.writeString(file, "\n{}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("metrics.jsonl:3");
  }

  @Test
  void continuingCutsWhatWasWrittenAfterTheCheckpoint() throws Exception {
    long length = Files.size(file);
    Files.writeString(file, "rest of a killed run", StandardOpenOption.APPEND);
    try (MetricsLog log = MetricsLog.open(file, length, () -> {})) {
      log.append(STEP);
    }
    assertThat(MetricsLog.read(file)).hasSize(3);
    assertThatThrownBy(() -> MetricsLog.open(file, 100_000, () -> {}))
        .hasMessageContaining("shorter");
    assertThatThrownBy(() -> MetricsLog.open(file, length - 1, () -> {}))
        .as("a checkpoint of another log")
        .hasMessageContaining("no line that ends where its checkpoint says");
  }

  @Test
  void whoHadALogBeforeWritesIntoNothingAndWhoHasLostTheRunLeavesItAsItIs() {
    try (MetricsLog before = MetricsLog.open(file, file.toFile().length(), () -> {});
        MetricsLog now = MetricsLog.open(file, file.toFile().length(), () -> {})) {
      before.append(STEP);
      now.append(STEP);
    }
    assertThat(MetricsLog.read(file)).hasSize(3);
    Runnable lost =
        () -> {
          throw new IllegalStateException("lost");
        };
    assertThatThrownBy(() -> MetricsLog.create(file, "abc", lost)).hasMessage("lost");
    assertThat(MetricsLog.read(file)).hasSize(3);
  }

  @Test
  void anotherSchemaVersionIsRefused() throws Exception {
    Files.writeString(file, "{\"type\":\"header\",\"schemaVersion\":99,\"run\":\"x\"}\n");
    assertThatThrownBy(() -> MetricsLog.read(file)).hasMessageContaining("schema version 99");
  }
}
