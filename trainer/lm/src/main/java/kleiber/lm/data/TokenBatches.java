package kleiber.lm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.batch.IndexRanges;

/**
 * Explicit batches from the field {@code batches} of a JSON file. A batch is an array [B][T + 1] of
 * tokens for a decoder, or an object of arrays by the names Hugging Face gives them (see {@link
 * NamedArrays}).
 */
public final class TokenBatches implements SequenceSource {
  private static final long MOST_BYTES = 1 << 28;

  private final Path file;
  private final List<Batch> batches;

  private TokenBatches(Path file, List<Batch> batches) {
    this.file = file;
    this.batches = batches;
  }

  /** Reads a file and checks that all batches have one shape and no impossible entry. */
  public static TokenBatches read(Path file) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(bytes(file)).path("batches");
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read token batches from " + file, e);
    }
    if (!root.isArray() || root.isEmpty()) {
      throw KleiberException.usage(
          file + " needs a field \"batches\" with token batches [steps][B][T + 1] or objects");
    }
    List<Batch> batches = new ArrayList<>();
    for (int step = 0; step < root.size(); step++) {
      String place = place(file, step);
      JsonNode node = root.get(step);
      Batch batch = node.isObject() ? new NamedArrays(place, node).toBatch() : causal(place, node);
      if (step > 0
          && (!batch.layout().equals(batches.get(0).layout())
              || batch.sequences() != batches.get(0).sequences())) {
        throw KleiberException.corrupt(place + " has another shape than batches[0]");
      }
      batches.add(batch);
    }
    return new TokenBatches(file, batches);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw KleiberException.usage(
          "cannot read token batches from "
              + file
              + ": it is no file, or one of more than "
              + MOST_BYTES
              + " bytes; give text, which may be of any length");
    }
    return Files.readAllBytes(file);
  }

  private static Batch causal(String place, JsonNode node) {
    IntMatrix tokens = IntMatrix.read(place, node);
    int length = tokens.columns() - 1;
    if (length < 1) {
      throw KleiberException.corrupt(place + " needs sequences of at least two tokens");
    }
    tokens.requireRange(0, IntMatrix.LARGEST);
    Batch batch = new Batch(BatchLayout.causal(length), tokens.rows());
    for (int row = 0; row < tokens.rows(); row++) {
      int[] sequence = tokens.row(row);
      System.arraycopy(sequence, 0, batch.get(Field.TOKENS), row * length, length);
      System.arraycopy(sequence, 1, batch.get(Field.TARGETS), row * length, length);
    }
    return batch;
  }

  /** The first {@code steps} batches. */
  public TokenBatches first(int steps) {
    return new TokenBatches(file, batches.subList(0, steps));
  }

  /** The number of batches. */
  public int steps() {
    return batches.size();
  }

  /** Sequences B of each batch. */
  public int sequences() {
    return batches.get(0).sequences();
  }

  /** Batch {@code step}. */
  public Batch batch(int step) {
    return batches.get(step);
  }

  /** Refuses batches that hold anything a model does not know. */
  public void require(IndexRanges ranges) {
    for (int step = 0; step < steps(); step++) {
      ranges.require(batch(step), place(step) + ": ", 0);
    }
  }

  /** Refuses batches that nothing can be learned from. */
  public void requireTargets() {
    for (int step = 0; step < steps(); step++) {
      if (batch(step).targetCount(Field.TARGETS) == 0) {
        throw KleiberException.usage(
            place(step) + " has nothing to predict: all its targets are masked; leave it out");
      }
    }
  }

  private String place(int step) {
    return place(file, step);
  }

  private static String place(Path file, int step) {
    return file + ": batches[" + step + "]";
  }

  /** The largest token of all. */
  public int maxToken() {
    int max = 0;
    for (Batch batch : batches) {
      for (Field field : List.of(Field.TOKENS, Field.TARGETS, Field.SOURCE)) {
        if (layout().columns(field) > 0) {
          max = Math.max(max, Arrays.stream(batch.get(field)).max().orElse(0));
        }
      }
    }
    return max;
  }

  @Override
  public BatchLayout layout() {
    return batches.get(0).layout();
  }

  @Override
  public long sequencesPerEpoch() {
    return (long) steps() * sequences();
  }

  @Override
  public void read(long number, Batch batch, int row) {
    int index = (int) (number % sequencesPerEpoch());
    Batch source = batches.get(index / sequences());
    for (Field field : layout().fields()) {
      int from = source.start(field, index % sequences());
      System.arraycopy(
          source.get(field),
          from,
          batch.get(field),
          batch.start(field, row),
          layout().columns(field));
    }
  }
}
