package kleiber.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.tensor.Tensor;

/**
 * A checkpoint whose files have been found complete and unharmed.
 *
 * @param step optimiser steps done
 * @param folder its files
 * @param state small values as JSON
 */
public record Checkpoint(long step, Path folder, JsonNode state) {
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
