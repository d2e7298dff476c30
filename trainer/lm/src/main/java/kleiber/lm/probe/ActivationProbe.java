package kleiber.lm.probe;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Inference;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.Dropouts;
import kleiber.lm.model.LanguageModel;
import kleiber.lm.model.Parameters;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.BranchEndOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.training.BoundLanguageModel;

/** Reads the activations of a decoder, bound to forward passes in single precision. */
final class ActivationProbe {
  private final ModelSpec spec;
  private final LanguageModel model;
  private final Tensor values;
  private final Inference<Batch> inference;
  private final int sequences;

  ActivationProbe(ModelSpec spec, Backend backend, BatchLayout layout, int sequences) {
    ParameterMap map = ParameterMap.of(spec);
    this.spec = spec;
    this.sequences = sequences;
    this.values = backend.allocate(map.flatSize());
    Parameters parameters = new Parameters(map, Variable.constant(values));
    this.model =
        new LanguageModel(
            spec, backend, backend.kernels(), parameters, layout, sequences, Dropouts.none());
    this.inference =
        backend.inference(BoundLanguageModel.of(model, 0, List.copyOf(layout.targets())));
  }

  /** The activations of {@code batch} under some parameters. */
  Map<Activation, float[]> read(float[] parameters, Batch batch) {
    values.set(parameters);
    inference.evaluate(batch);
    String block = "layers." + (spec.layers() - 1) + ".";
    Map<Activation, float[]> found = new EnumMap<>(Activation.class);
    found.put(Activation.EMBEDDING, read(op("embed.tokens").output()));
    found.put(Activation.SCORES, scores((AttentionOp) op(block + "attn.attended")));
    found.put(Activation.ATTENTION_OUT, added(op(block + "attn.out")));
    found.put(Activation.MLP_OUT, added(op(block + "mlp.out")));
    found.put(Activation.STREAM, read(op(block + "mlp.out").output()));
    found.put(Activation.LOGITS, read(model.blueprint().logits()));
    return found;
  }

  /** The op that computes the value of that name. */
  private OpSpec op(String name) {
    return model.blueprint().ops().stream()
        .filter(op -> op.output().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no value is called " + name));
  }

  private float[] read(Value value) {
    return model.activation(value).toArray();
  }

  /** What a branch's end adds to the residual stream. */
  private float[] added(OpSpec end) {
    if (end instanceof SumOp sum) {
      return read(sum.b());
    }
    float[] before = read(((BranchEndOp) end).residual());
    float[] after = read(end.output());
    for (int i = 0; i < after.length; i++) {
      after[i] -= before[i];
    }
    return after;
  }

  /** Products of all queries with the keys that they may see, less what positions add. */
  private float[] scores(AttentionOp op) {
    Matrix queries = matrix(op.queries());
    Matrix keys = matrix(op.keys());
    int length = Math.toIntExact(op.queries().rows().count());
    int heads = op.heads().heads();
    int width = op.heads().headWidth();
    int perKey = heads / op.heads().keyValueHeads();
    float[] scores = new float[sequences * heads * (length * (length + 1) / 2)];
    int at = 0;
    for (int row = 0; row < sequences * length; row++) {
      for (int key = row - row % length; key <= row; key++) {
        for (int head = 0; head < heads; head++) {
          double sum = 0;
          for (int i = 0; i < width; i++) {
            sum += queries.at(row, head * width + i) * keys.at(key, head / perKey * width + i);
          }
          scores[at++] = (float) (op.scale() * sum);
        }
      }
    }
    return scores;
  }

  private Matrix matrix(Operand operand) {
    if (operand instanceof Operand.Columns part) {
      return new Matrix(read(part.base()), part.base().columns(), part.from());
    }
    Value value = (Value) operand;
    return new Matrix(read(value), value.columns(), 0);
  }

  /** Some columns of an activation. */
  private record Matrix(float[] values, int stride, int from) {
    double at(int row, int column) {
      return values[row * stride + from + column];
    }
  }
}
