package kleiber.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.KleiberException;

/** Explicit token batches [steps][B][T + 1] from the field {@code batches} of a JSON file. */
public final class TokenBatches implements SequenceSource {
  private final int[][][] batches;

  private TokenBatches(int[][][] batches) {
    this.batches = batches;
  }

  /** Reads a file and checks that all batches have one shape and no negative token. */
  public static TokenBatches read(Path file) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readAllBytes(file)).path("batches");
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read token batches from " + file, e);
    }
    JsonNode first = root.path(0).path(0);
    if (!first.isArray() || first.size() < 2) {
      throw KleiberException.usage(
          file + " needs a field \"batches\" with token batches [steps][B][T + 1]");
    }
    int[][][] batches = new int[root.size()][root.path(0).size()][first.size()];
    for (int step = 0; step < batches.length; step++) {
      for (int row = 0; row < batches[step].length; row++) {
        JsonNode sequence = root.path(step).path(row);
        if (sequence.size() != first.size() || root.path(step).size() != batches[step].length) {
          throw KleiberException.corrupt(
              file + ": batches[" + step + "] has another shape than batches[0]");
        }
        for (int i = 0; i < first.size(); i++) {
          int token = sequence.path(i).asInt(-1);
          if (token < 0) {
            throw KleiberException.corrupt(
                file + ": batches[" + step + "][" + row + "][" + i + "] is not a token");
          }
          batches[step][row][i] = token;
        }
      }
    }
    return new TokenBatches(batches);
  }

  /** The number of batches. */
  public int steps() {
    return batches.length;
  }

  /** Sequences B of each batch. */
  public int sequences() {
    return batches[0].length;
  }

  /** Positions T of each sequence, one less than its tokens. */
  public int length() {
    return batches[0][0].length - 1;
  }

  /** The largest token of all. */
  public int maxToken() {
    int max = 0;
    for (int[][] batch : batches) {
      for (int[] sequence : batch) {
        for (int token : sequence) {
          max = Math.max(max, token);
        }
      }
    }
    return max;
  }

  @Override
  public long sequencesPerEpoch() {
    return (long) steps() * sequences();
  }

  @Override
  public void read(long number, int[] inputs, int[] targets, int at) {
    int index = (int) (number % sequencesPerEpoch());
    int[] sequence = batches[index / sequences()][index % sequences()];
    System.arraycopy(sequence, 0, inputs, at, length());
    System.arraycopy(sequence, 1, targets, at, length());
  }
}
