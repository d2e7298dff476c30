package kleiber.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;

/**
 * A batch of named arrays as Hugging Face's models take them. With {@code token_type_ids} or {@code
 * next_sentence_label} it is BERT's: {@code input_ids}, {@code attention_mask}, {@code
 * token_type_ids} and {@code labels} [B][T], {@code next_sentence_label} [B]. Without, T5's: {@code
 * input_ids} and {@code attention_mask} [B][Ts], {@code labels} and {@code decoder_input_ids}
 * [B][T]. Only {@code input_ids} and {@code labels} must be there.
 */
record NamedArrays(String place, JsonNode node) {
  /** What Hugging Face writes in place of a target that is not counted. */
  private static final int UNCOUNTED = -100;

  private static final List<String> KNOWN =
      List.of(
          "input_ids",
          "attention_mask",
          "token_type_ids",
          "labels",
          "next_sentence_label",
          "decoder_input_ids");

  Batch toBatch() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw KleiberException.usage(
                    place + " has an array \"" + name + "\" that no model here takes");
              }
            });
    return node.has("token_type_ids") || node.has("next_sentence_label")
        ? masked()
        : sequenceToSequence();
  }

  private Batch masked() {
    IntMatrix tokens = matrix("input_ids");
    Batch batch = new Batch(BatchLayout.masked(tokens.columns()), tokens.rows());
    tokens.requireRange(0, IntMatrix.LARGEST);
    fill(batch, Field.TOKENS, tokens);
    fillTargets(batch, Field.TARGETS, matrix("labels"));
    if (node.has("token_type_ids")) {
      IntMatrix segments = matrix("token_type_ids");
      segments.requireRange(0, IntMatrix.LARGEST);
      fill(batch, Field.SEGMENTS, segments);
    }
    if (node.has("next_sentence_label")) {
      String at = place + ".next_sentence_label";
      fillTargets(
          batch, Field.PAIR_TARGET, IntMatrix.readColumn(at, node.get("next_sentence_label")));
    }
    fillLengths(batch, Field.LENGTH, tokens);
    return batch;
  }

  private Batch sequenceToSequence() {
    IntMatrix source = matrix("input_ids");
    IntMatrix labels = matrix("labels");
    BatchLayout layout = BatchLayout.sequenceToSequence(source.columns(), labels.columns());
    Batch batch = new Batch(layout, source.rows());
    source.requireRange(0, IntMatrix.LARGEST);
    fill(batch, Field.SOURCE, source);
    fillTargets(batch, Field.TARGETS, labels);
    if (node.has("decoder_input_ids")) {
      IntMatrix tokens = matrix("decoder_input_ids");
      tokens.requireRange(0, IntMatrix.LARGEST);
      fill(batch, Field.TOKENS, tokens);
    } else {
      shiftRight(batch);
    }
    fillLengths(batch, Field.SOURCE_LENGTH, source);
    return batch;
  }

  /** The decoder's tokens are its targets one place later, after a first token 0. */
  private static void shiftRight(Batch batch) {
    int length = batch.layout().length();
    int[] targets = batch.get(Field.TARGETS);
    int[] tokens = batch.get(Field.TOKENS);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i % length == 0 ? 0 : Math.max(0, targets[i - 1]);
    }
  }

  private IntMatrix matrix(String name) {
    return IntMatrix.read(place + "." + name, node.path(name));
  }

  private static void fill(Batch batch, Field field, IntMatrix matrix) {
    matrix.requireShape(batch.sequences(), batch.layout().columns(field));
    for (int row = 0; row < matrix.rows(); row++) {
      System.arraycopy(
          matrix.row(row), 0, batch.get(field), batch.start(field, row), matrix.columns());
    }
  }

  private static void fillTargets(Batch batch, Field field, IntMatrix matrix) {
    matrix.requireRange(UNCOUNTED, IntMatrix.LARGEST);
    fill(batch, field, matrix);
    int[] targets = batch.get(field);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = targets[i] < 0 ? Field.IGNORED : targets[i];
    }
  }

  /** Ones of a mask count tokens; they must come before all zeros. */
  private void fillLengths(Batch batch, Field field, IntMatrix tokens) {
    if (!node.has("attention_mask")) {
      return;
    }
    IntMatrix mask = matrix("attention_mask");
    mask.requireRange(0, 1);
    mask.requireShape(tokens.rows(), tokens.columns());
    for (int row = 0; row < mask.rows(); row++) {
      int length = Arrays.stream(mask.row(row)).sum();
      if (length == 0 || Arrays.stream(mask.row(row)).limit(length).sum() != length) {
        throw KleiberException.usage(
            mask.place()
                + "["
                + row
                + "] must be ones and then zeros: only padding at the end is"
                + " supported");
      }
      batch.get(field)[row] = length;
    }
  }
}
