package kleiber.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * A checkpoint whose files have been found complete and unharmed.
 *
 * @param step optimiser steps done
 * @param folder its files
 * @param state small values as JSON
 */
public record Checkpoint(long step, Path folder, JsonNode state) {
  /** The file of a part. */
  public Path part(String name) {
    return folder.resolve(name);
  }
}
