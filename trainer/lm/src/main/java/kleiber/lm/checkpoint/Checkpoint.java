package kleiber.lm.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.engine.tensor.Tensor;

/**
 * A checkpoint whose files have been found complete and unharmed.
 *
 * @param step optimiser steps done
 * @param folder its files
 * @param state small values as JSON
 */
public record Checkpoint(long step, Path folder, JsonNode state) {
  /** A part of the state, for messages. */
  public String place(String key) {
    return folder.resolve(CheckpointStore.STATE) + ": " + key;
  }

  /**
   * Refuses a part of another size, before memory is asked for.
   *
   * @param count floats that it must hold
   */
  public void requireFloats(String name, long count) {
    Path file = folder.resolve(name);
    long bytes = file.toFile().length();
    if (bytes % Float.BYTES != 0 || bytes / Float.BYTES != count) {
      throw KleiberException.corrupt(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes, but the model that %s describes has %,d parameters of 4",
              file,
              bytes,
              CheckpointStore.STATE,
              count));
    }
  }

  /** Reads the part {@code name} into a tensor of its size. */
  public void read(String name, Tensor tensor) {
    Path file = folder.resolve(name);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      TensorContent.read(in, tensor);
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }
}
