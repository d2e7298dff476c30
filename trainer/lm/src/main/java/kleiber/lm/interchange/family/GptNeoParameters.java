package kleiber.lm.interchange.family;

import java.util.Arrays;
import kleiber.core.KleiberException;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.spec.ModelSpec;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * A decoder's parameters as GPT-Neo's, which has neither a factor on its scores nor biases of
 * queries, keys and values. The factor goes into the query weights. A bias of keys adds the same to
 * all scores of a query, so it does nothing. A bias b of queries becomes a shift δ of what the
 * block reads, with W_q·δ = b; its effect on keys does nothing, and that on values is taken off
 * theirs. A bias of values adds the same to every sum of them, so it goes through W_o into the
 * output's bias.
 */
final class GptNeoParameters {
  /** Shifts beyond this would cost the scores more digits than single precision can spare. */
  private static final double LARGEST_SHIFT = 1e3;

  private final ModelSpec spec;
  private final ParameterMap map;
  private final float[] values;
  private final int width;

  /**
   * @param spec an architecture with biases and heads that share the width
   * @param values all its parameters, changed in place
   */
  GptNeoParameters(ModelSpec spec, float[] values) {
    this.spec = spec;
    this.map = ParameterMap.of(spec);
    this.values = values;
    this.width = spec.width();
  }

  void express() {
    for (int i = 0; i < spec.layers(); i++) {
      String block = "layers." + i + ".";
      int weights = at(block + "attn.qkv.weight");
      int biases = at(block + "attn.qkv.bias");
      RealVector valueBias = vector(biases + 2 * width);
      RealVector queryBias = vector(biases);
      if (queryBias.getLInfNorm() > 0) {
        RealVector shift = shift(matrix(weights), queryBias, i);
        add(shift, at(block + "norm1.bias"));
        valueBias = valueBias.subtract(matrix(weights + 2 * width * width).operate(shift));
      }
      RealVector out = matrix(at(block + "attn.out.weight")).operate(valueBias);
      add(out, at(block + "attn.out.bias"));
      Arrays.fill(values, biases, biases + 3 * width, 0);
      for (int w = weights; w < weights + width * width; w++) {
        values[w] = (float) (values[w] * spec.attention().scale());
      }
    }
  }

  private static RealVector shift(RealMatrix queries, RealVector bias, int block) {
    try {
      RealVector shift = new LUDecomposition(queries).getSolver().solve(bias);
      if (shift.getLInfNorm() < LARGEST_SHIFT) {
        return shift;
      }
    } catch (MathIllegalArgumentException e) {
      // Singular: refused like what nearly is.
    }
    throw KleiberException.usage(
        "block "
            + block
            + " cannot be written as gpt_neo, which has no biases of queries: its query weights are"
            + " singular, so nothing stands in for them. Train with model.bias = false, or with"
            + " model.window = 0, which is written as gpt2");
  }

  private int at(String parameter) {
    return Math.toIntExact(map.get(parameter).offset());
  }

  private RealVector vector(int from) {
    RealVector vector = new ArrayRealVector(width);
    for (int i = 0; i < width; i++) {
      vector.setEntry(i, values[from + i]);
    }
    return vector;
  }

  private RealMatrix matrix(int from) {
    RealMatrix matrix = new Array2DRowRealMatrix(width, width);
    for (int row = 0; row < width; row++) {
      matrix.setRowVector(row, vector(from + row * width));
    }
    return matrix;
  }

  private void add(RealVector addend, int to) {
    for (int i = 0; i < width; i++) {
      values[to + i] = (float) (values[to + i] + addend.getEntry(i));
    }
  }
}
