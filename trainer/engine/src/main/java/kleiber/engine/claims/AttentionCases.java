package kleiber.engine.claims;

import static kleiber.engine.claims.OpCase.Role.ADDED_TO;
import static kleiber.engine.claims.OpCase.Role.OUTPUT;
import static kleiber.engine.claims.OpCase.Role.OVERWRITTEN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.AttentionMask;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.ScoresByDistance;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Attention with every mask and option, and the biases that positions give it. */
final class AttentionCases {
  private static final Dropout DROPOUT = new Dropout(0.3, 23, () -> 4);
  private final List<OpCase> cases = new ArrayList<>();

  private AttentionCases() {}

  static List<OpCase> all() {
    AttentionCases all = new AttentionCases();
    all.masks();
    all.options();
    all.bucketBias();
    all.scoresByDistance();
    return all.cases;
  }

  private static AttentionShape shape(
      int batch, int queries, int keys, int heads, int keyHeads, int width, AttentionMask mask) {
    return new AttentionShape(
        batch, queries, keys, heads, keyHeads, width, mask, 1 / Math.sqrt(width));
  }

  private void masks() {
    List<AttentionShape> shapes =
        List.of(
            shape(1, 1, 1, 1, 1, 4, AttentionMask.CAUSAL),
            shape(7, 1, 1, 1, 1, 32, AttentionMask.CAUSAL),
            shape(1, 1, 1, 16, 8, 2, AttentionMask.CAUSAL),
            shape(2, 1, 1, 3, 1, 16, AttentionMask.CAUSAL),
            shape(4, 1, 1, 4, 4, 8, AttentionMask.NONE),
            shape(3, 1, 9, 2, 1, 8, AttentionMask.NONE),
            shape(3, 9, 1, 2, 2, 8, AttentionMask.NONE),
            shape(2, 7, 7, 2, 2, 8, AttentionMask.CAUSAL),
            shape(2, 65, 65, 4, 2, 8, AttentionMask.CAUSAL),
            shape(1, 130, 130, 3, 1, 16, AttentionMask.CAUSAL),
            shape(3, 64, 64, 1, 1, 32, AttentionMask.CAUSAL),
            shape(2, 9, 9, 2, 1, 4, AttentionMask.banded(1)),
            shape(2, 70, 70, 4, 2, 8, AttentionMask.banded(3)),
            shape(1, 130, 130, 2, 2, 8, AttentionMask.banded(100)),
            shape(2, 9, 9, 2, 2, 8, AttentionMask.NONE),
            shape(2, 5, 9, 4, 4, 8, AttentionMask.NONE),
            shape(2, 70, 3, 4, 1, 4, AttentionMask.NONE));
    for (AttentionShape shape : shapes) {
      boolean fused = shape.queries() == shape.keys();
      int queryColumns = shape.heads() * shape.headWidth();
      int keyColumns = shape.keyValueHeads() * shape.headWidth();
      if (fused) {
        OpCase fusedCase =
            new OpCase(
                "attention " + shape + " over a fused projection",
                (b, k, v) ->
                    k.attention(
                        shape,
                        v.get("x").columnRange(0, queryColumns),
                        v.get("x").columnRange(queryColumns, keyColumns),
                        v.get("x").columnRange(queryColumns + keyColumns, keyColumns),
                        AttentionOptions.NONE,
                        v.get("y")));
        cases.add(
            fusedCase
                .slot(
                    "x",
                    OVERWRITTEN,
                    shape.batch() * shape.queries(),
                    queryColumns + 2 * keyColumns)
                .slot("y", OUTPUT, shape.batch() * shape.queries(), queryColumns));
      } else {
        cases.add(attention("plain", shape, (b, v) -> AttentionOptions.NONE));
      }
    }
  }

  private void options() {
    AttentionShape causal = shape(2, 70, 70, 4, 2, 8, AttentionMask.CAUSAL);
    AttentionShape cross = shape(3, 5, 9, 4, 1, 8, AttentionMask.NONE);
    AttentionShape one = shape(1, 1, 1, 1, 1, 2, AttentionMask.NONE);
    AttentionShape single = shape(3, 1, 1, 4, 2, 8, AttentionMask.CAUSAL);
    for (AttentionShape shape : List.of(causal, cross, one, single)) {
      for (boolean perSequence : new boolean[] {true, false}) {
        for (Gradient gradient : Gradient.values()) {
          int sequences = perSequence ? shape.batch() : 1;
          cases.add(
              attention(
                      "bias" + (perSequence ? " of each sequence " : " ") + gradient,
                      shape,
                      (b, v) -> AttentionOptions.NONE.withBias(v.get("bias"), gradient))
                  .slot(
                      "bias",
                      gradient == Gradient.ADD ? ADDED_TO : OVERWRITTEN,
                      sequences * shape.heads() * shape.queries(),
                      shape.keys()));
        }
      }
      cases.add(
          attention(
              "padding", shape, (b, v) -> AttentionOptions.NONE.withKeyLengths(lengths(b, shape))));
      cases.add(attention("dropout", shape, (b, v) -> AttentionOptions.NONE.withDropout(DROPOUT)));
      cases.add(
          attention(
                  "all options",
                  shape,
                  (b, v) ->
                      AttentionOptions.NONE
                          .withBias(v.get("bias"), Gradient.ADD)
                          .withKeyLengths(lengths(b, shape))
                          .withDropout(DROPOUT))
              .slot("bias", ADDED_TO, shape.heads() * shape.queries(), shape.keys()));
    }
  }

  /** Sequence 0 is full, the others are shorter and shorter. */
  private static Tensor lengths(Backend backend, AttentionShape shape) {
    Tensor lengths = backend.allocate(ElementType.I32, shape.batch());
    int[] values = new int[shape.batch()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(1, shape.keys() - 4 * i);
    }
    lengths.writeInts(values);
    return lengths;
  }

  private interface Options {
    AttentionOptions of(Backend backend, Map<String, Variable> variables);
  }

  private static OpCase attention(String what, AttentionShape shape, Options options) {
    int queryRows = shape.batch() * shape.queries();
    int keyRows = shape.batch() * shape.keys();
    int queryColumns = shape.heads() * shape.headWidth();
    int keyColumns = shape.keyValueHeads() * shape.headWidth();
    return new OpCase(
            "attention with " + what + " " + shape,
            (b, k, v) ->
                k.attention(
                    shape, v.get("x"), v.get("k"), v.get("v"), options.of(b, v), v.get("y")))
        .slot("x", OVERWRITTEN, queryRows, queryColumns)
        .slot("k", OVERWRITTEN, keyRows, keyColumns)
        .slot("v", OVERWRITTEN, keyRows, keyColumns)
        .slot("y", OUTPUT, queryRows, queryColumns);
  }

  private void bucketBias() {
    for (int[] size : new int[][] {{1, 1, 1}, {5, 7, 2}, {33, 33, 4}}) {
      cases.add(
          new OpCase(
                  "bucketBias " + size[0] + "x" + size[1] + " for " + size[2] + " heads",
                  (b, k, v) ->
                      k.bucketBias(OpCases.tokens(b, size[0], size[1], 6), v.get("t"), v.get("y")))
              .slot("t", ADDED_TO, 6, size[2])
              .slot("y", OUTPUT, size[2] * size[0], size[1]));
    }
  }

  private void scoresByDistance() {
    for (int[] size :
        new int[][] {{1, 1, 1, 2}, {3, 1, 2, 4}, {2, 2, 1, 4}, {2, 7, 3, 8}, {3, 65, 2, 4}}) {
      AttentionShape shape =
          shape(size[0], size[1], size[1], size[2], size[2], size[3], AttentionMask.CAUSAL);
      for (Dropout dropout : new Dropout[] {null, DROPOUT}) {
        cases.add(
            attention(
                    "scores by distance" + (dropout == null ? "" : " and dropout"),
                    shape,
                    (b, v) ->
                        AttentionOptions.NONE
                            .withScores(byDistance(b, shape, v))
                            .withDropout(dropout))
                .slot("q", OVERWRITTEN, size[0] * size[1], size[2] * size[3])
                .slot("r", OVERWRITTEN, size[1], size[2] * size[3]));
      }
    }
  }

  private static ScoresByDistance byDistance(
      Backend backend, AttentionShape shape, Map<String, Variable> variables) {
    int rows = shape.batch() * shape.heads() * shape.queries();
    return new ScoresByDistance(
        variables.get("q"),
        variables.get("r"),
        () ->
            new Variable(
                backend.allocate(rows, shape.keys()), backend.allocate(rows, shape.keys())));
  }
}
