package kleiber.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.core.KleiberException;
import kleiber.core.testing.DeadProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private CheckpointStore store() {
    return new CheckpointStore(folder, 2, warnings::add);
  }

  private static void save(CheckpointStore store, long step) {
    ObjectNode state = new ObjectMapper().createObjectNode().put("value", step);
    store.save(
        step,
        state,
        Map.of("weights.bin", out -> out.write(new byte[(int) (100 + step)])),
        () -> {});
  }

  @Test
  void theNewestIsFoundAndOldOnesAreRemoved() throws Exception {
    for (int step = 1; step <= 4; step++) {
      save(store(), step);
    }
    Checkpoint newest = store().newest().orElseThrow();
    assertThat(newest.step()).isEqualTo(4);
    assertThat(newest.state().path("value").asLong()).isEqualTo(4);
    assertThat(Files.list(folder)).hasSize(2);
  }

  @Test
  void truncatedFlippedAndMissingFilesFallBackWithAWarning() throws Exception {
    save(store(), 1);
    save(store(), 2);
    Path weights = folder.resolve("step-0000000002/weights.bin");
    byte[] good = Files.readAllBytes(weights);
    byte[] flipped = good.clone();
    flipped[50] ^= 4;
    Files.write(weights, flipped);
    assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
    Files.write(weights, java.util.Arrays.copyOf(good, 70));
    assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
    Files.delete(weights);
    assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
    Files.write(weights, good);
    Files.delete(folder.resolve("step-0000000002/manifest.json"));
    assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
    assertThat(warnings)
        .hasSize(4)
        .anyMatch(w -> w.contains("SHA-256"))
        .anyMatch(w -> w.contains("has 70 bytes"))
        .anyMatch(w -> w.contains("manifest.json is missing"));
  }

  @Test
  void whenNoneIsUsableTheErrorNamesThemAll() throws Exception {
    save(store(), 1);
    save(store(), 2);
    Files.writeString(folder.resolve("step-0000000001/manifest.json"), "{");
    Files.writeString(folder.resolve("step-0000000002/manifest.json"), "{}");
    assertThatThrownBy(() -> store().newest())
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("step-0000000001")
        .hasMessageContaining("step-0000000002")
        .hasMessageContaining("delete " + folder + ": then --resume begins anew");
  }

  @Test
  void aManifestWithoutWeightsOrOfAnotherStepIsNotBelieved() throws Exception {
    save(store(), 1);
    Path manifest = folder.resolve("step-0000000001/manifest.json");
    String good = Files.readString(manifest);
    ObjectNode onlyState = (ObjectNode) new ObjectMapper().readTree(good);
    onlyState.withObject("/files").remove("weights.bin");
    for (String bad :
        new String[] {
          onlyState.toString(),
          good.replace("\"step\":1", "\"step\":7"),
          good.replace("weights.bin", "../weights.bin"),
          good.replace("weights.bin", "a\\u0000b"),
          good.replace("\"files\":", "\"x\":"),
          "null",
          "[1]"
        }) {
      Files.writeString(manifest, bad);
      assertThatThrownBy(() -> store().newest())
          .as(bad)
          .isInstanceOf(KleiberException.class)
          .hasMessageContaining("no checkpoint is usable");
    }
    Files.writeString(manifest, good);
    assertThat(store().newest()).isPresent();
  }

  @Test
  void weightsOfAnotherSizeThanTheModelsAreRefusedBeforeTheyAreRead() {
    save(store(), 4);
    Checkpoint checkpoint = store().newest().orElseThrow();
    checkpoint.requireFloats("weights.bin", 26);
    for (long count : new long[] {25, 27, 1L << 40, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> checkpoint.requireFloats("weights.bin", count))
          .isInstanceOf(KleiberException.class)
          .hasMessageContaining("weights.bin has 104 bytes, but the model that state.json");
    }
  }

  @Test
  void aFullDiskLeavesThePreviousCheckpointUsableAndNoRubbish() throws Exception {
    save(store(), 1);
    for (int room = 0; room < 600; room += 37) {
      int[] left = {room};
      CheckpointStore full =
          new CheckpointStore(
              folder,
              2,
              Set.of(),
              warnings::add,
              file -> limited(Files.newOutputStream(file), left));
      try {
        save(full, 2);
        break; // All of it found room.
      } catch (KleiberException e) {
        assertThat(e).hasMessageContaining("No space left").hasMessageContaining("intact");
      }
      assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
      assertThat(Files.list(folder)).hasSize(1);
    }
  }

  /** A disk with room for some more bytes. */
  private static OutputStream limited(OutputStream file, int[] left) {
    return new FilterOutputStream(file) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        left[0] -= count;
        if (left[0] < 0) {
          throw new IOException("No space left on device");
        }
        out.write(bytes, from, count);
      }
    };
  }

  @Test
  void whoHasLostTheRunWhileItWasWrittenAddsNoCheckpoint() throws Exception {
    save(store(), 1);
    Runnable lost =
        () -> {
          throw new IllegalStateException("lost");
        };
    assertThatThrownBy(
            () ->
                store()
                    .save(2, new ObjectMapper().createObjectNode(), Map.of("a", out -> {}), lost))
        .hasMessage("lost");
    assertThat(store().newest().orElseThrow().step()).isEqualTo(1);
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void whatAKilledWriterLeftIsRemovedByTheNextSave() throws Exception {
    String dead = DeadProcess.mark().name();
    Path rubbish = Files.createDirectories(folder.resolve("unfinished-" + dead + ".9"));
    Files.writeString(rubbish.resolve("weights.bin"), "half");
    assertThat(store().newest()).isEmpty();
    save(store(), 1);
    assertThat(rubbish).doesNotExist();
  }
}
