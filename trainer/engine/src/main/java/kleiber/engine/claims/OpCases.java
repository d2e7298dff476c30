package kleiber.engine.claims;

import static kleiber.engine.claims.OpCase.Role.ADDED_TO;
import static kleiber.engine.claims.OpCase.Role.OUTPUT;
import static kleiber.engine.claims.OpCase.Role.OVERWRITTEN;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Every kernel with every option, at ordinary and at awkward shapes. */
final class OpCases {
  private static final int[][] MATRICES = {{1, 1}, {1, 65}, {3, 5}, {17, 33}, {64, 48}};
  private final List<OpCase> cases = new ArrayList<>();

  private OpCases() {}

  static List<OpCase> all() {
    OpCases all = new OpCases();
    all.linear();
    all.norms();
    all.elementwise();
    all.embedding();
    all.rotary();
    all.cases.addAll(AttentionCases.all());
    all.crossEntropy();
    return all.cases;
  }

  private void linear() {
    for (int[] size : MATRICES) {
      int rows = size[0];
      int in = size[1];
      int out = size[1] + 3;
      for (Gradient gradient : Gradient.values()) {
        for (boolean bias : new boolean[] {true, false}) {
          cases.add(
              new OpCase(
                      "linear " + rows + "x" + in + (bias ? " bias " : " ") + gradient,
                      (b, k, v) ->
                          k.linear(
                              v.get("x"),
                              v.get("w"),
                              bias ? vector(v.get("b")) : null,
                              v.get("y"),
                              gradient))
                  .slot("x", gradient == Gradient.ADD ? ADDED_TO : OVERWRITTEN, rows, in)
                  .slot("w", ADDED_TO, out, in)
                  .slot("b", ADDED_TO, 1, out)
                  .slot("y", OUTPUT, rows, out));
        }
      }
      cases.add(
          new OpCase(
                  "linearResidual " + rows + "x" + in,
                  (b, k, v) ->
                      k.linearResidual(
                          v.get("x"),
                          v.get("w"),
                          vector(v.get("b")),
                          new Variable(v.get("r").value(), v.get("y").gradient()),
                          v.get("y")))
              .slot("x", OVERWRITTEN, rows, in)
              .slot("w", ADDED_TO, out, in)
              .slot("b", ADDED_TO, 1, out)
              .slot("r", OUTPUT, rows, out)
              .slot("y", OUTPUT, rows, out));
    }
  }

  private void norms() {
    for (int[] size : new int[][] {{1, 4}, {3, 5}, {17, 33}, {64, 48}, {130, 256}}) {
      for (Gradient gradient : Gradient.values()) {
        for (String kind : List.of("layer", "layer without bias", "rms")) {
          cases.add(
              new OpCase(
                      kind + " norm " + size[0] + "x" + size[1] + " " + gradient,
                      (b, k, v) -> {
                        Variable gain = vector(v.get("g"));
                        return kind.equals("rms")
                            ? k.rmsNorm(v.get("x"), gain, v.get("y"), 1e-5, gradient)
                            : k.layerNorm(
                                v.get("x"),
                                gain,
                                kind.equals("layer") ? vector(v.get("b")) : null,
                                v.get("y"),
                                1e-5,
                                gradient);
                      })
                  .slot("x", gradient == Gradient.ADD ? ADDED_TO : OVERWRITTEN, size[0], size[1])
                  .slot("g", ADDED_TO, 1, size[1])
                  .slot("b", ADDED_TO, 1, size[1])
                  .slot("y", OUTPUT, size[0], size[1]));
        }
      }
    }
  }

  private void elementwise() {
    for (int[] size : MATRICES) {
      for (Activation f : Activation.values()) {
        cases.add(
            new OpCase(
                    f + " " + size[0] + "x" + size[1],
                    (b, k, v) -> k.activation(f, v.get("x"), v.get("y")))
                .slot("x", OVERWRITTEN, size[0], size[1])
                .slot("y", OUTPUT, size[0], size[1]));
        cases.add(
            new OpCase(
                    "gated " + f + " " + size[0] + "x" + size[1],
                    (b, k, v) -> k.gated(f, v.get("x"), v.get("u"), v.get("y")))
                .slot("x", OVERWRITTEN, size[0], size[1])
                .slot("u", OVERWRITTEN, size[0], size[1])
                .slot("y", OUTPUT, size[0], size[1]));
      }
      cases.add(
          new OpCase(
                  "dropout " + size[0] + "x" + size[1],
                  (b, k, v) -> k.dropout(v.get("x"), v.get("y"), new Dropout(0.3, 11, () -> 5)))
              .slot("x", OVERWRITTEN, size[0], size[1])
              .slot("y", OUTPUT, size[0], size[1]));
      cases.add(
          new OpCase(
                  "scale " + size[0] + "x" + size[1],
                  (b, k, v) -> k.scale(v.get("x"), 0.7, v.get("y")))
              .slot("x", OVERWRITTEN, size[0], size[1])
              .slot("y", OUTPUT, size[0], size[1]));
      for (Gradient gradient : Gradient.values()) {
        cases.add(
            new OpCase(
                    "addBias " + size[0] + "x" + size[1] + " " + gradient,
                    (b, k, v) ->
                        k.addBias(
                            v.get("x").columnRange(2, size[1]),
                            vector(v.get("b")),
                            v.get("y"),
                            gradient))
                .slot("x", gradient == Gradient.ADD ? ADDED_TO : OVERWRITTEN, size[0], size[1] + 3)
                .slot("b", ADDED_TO, 1, size[1])
                .slot("y", OUTPUT, size[0], size[1]));
      }
    }
  }

  private void embedding() {
    for (boolean positions : new boolean[] {true, false}) {
      for (int[] size : new int[][] {{1, 1, 1}, {2, 7, 9}, {5, 33, 16}}) {
        cases.add(
            new OpCase(
                    "embedding " + size[0] + "x" + size[1] + (positions ? " with positions" : ""),
                    (b, k, v) ->
                        k.embedding(
                            tokens(b, size[0], size[1], 4),
                            v.get("t"),
                            positions ? v.get("p") : null,
                            v.get("y")))
                .slot("t", ADDED_TO, 4, size[2])
                .slot("p", ADDED_TO, size[1] + 2, size[2])
                .slot("y", OUTPUT, size[0] * size[1], size[2]));
      }
    }
  }

  private void rotary() {
    for (int[] size : new int[][] {{1, 1, 1, 2}, {2, 5, 3, 8}, {3, 17, 2, 16}}) {
      int columns = size[2] * size[3];
      cases.add(
          new OpCase(
                  "rotary " + size[1] + " positions, " + size[2] + " heads of " + size[3],
                  (b, k, v) ->
                      k.rotary(v.get("y").columnRange(1, columns), size[1], size[3], 10_000))
              .slot("y", OUTPUT, size[0] * size[1], columns + 3));
    }
  }

  private void crossEntropy() {
    for (double zLoss : new double[] {0, 0.01}) {
      for (int[] size : new int[][] {{1, 2}, {5, 3}, {33, 257}}) {
        cases.add(
            new OpCase(
                    "cross-entropy " + size[0] + "x" + size[1] + " zLoss " + zLoss,
                    (b, k, v) -> {
                      CrossEntropy loss =
                          k.crossEntropy(v.get("x"), targets(b, size[0], size[1]), zLoss);
                      loss.targetCount(9);
                      return loss;
                    })
                .slot("x", OVERWRITTEN, size[0], size[1]));
      }
    }
  }

  static Variable vector(Variable row) {
    int size = row.value().columns();
    return row.slice(0, size);
  }

  static Tensor tokens(Backend backend, int sequences, int length, int below) {
    Tensor tokens = backend.allocate(ElementType.I32, sequences, length);
    int[] values = new int[sequences * length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i % below;
    }
    tokens.writeInts(values);
    return tokens;
  }

  /** Every third target is ignored, the first one is not. */
  private static Tensor targets(Backend backend, int rows, int below) {
    Tensor targets = backend.allocate(ElementType.I32, rows);
    int[] values = new int[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i % 3 == 2 ? -1 : i * 7 % below;
    }
    targets.writeInts(values);
    return targets;
  }
}
