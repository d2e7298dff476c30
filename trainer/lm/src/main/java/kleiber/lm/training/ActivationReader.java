package kleiber.lm.training;

import java.util.List;
import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Inference;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
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

/** Reads activations of forward passes by their names; all are kept in single precision. */
public final class ActivationReader {
  private final LanguageModel model;
  private final Inference<Batch> inference;
  private final int sequences;

  /**
   * @param values all parameters, flat; read at every pass
   * @param sequences B of the batches
   */
  public ActivationReader(
      ModelSpec spec, Backend backend, Tensor values, BatchLayout layout, int sequences) {
    this.sequences = sequences;
    Parameters parameters = new Parameters(ParameterMap.of(spec), Variable.constant(values));
    this.model = LanguageModel.readable(spec, backend, parameters, layout, sequences);
    this.inference =
        backend.inference(BoundLanguageModel.of(model, 0, List.copyOf(layout.targets())));
  }

  /** The forward pass whose activations are read after it. */
  public void evaluate(Batch batch) {
    inference.evaluate(batch);
  }

  /** The sequences B of a batch. */
  public int sequences() {
    return sequences;
  }

  /** All ops in their order. */
  public Stream<OpSpec> ops() {
    return model.blueprint().ops().stream();
  }

  /** The op that computes the value of that name. */
  public OpSpec op(String name) {
    return ops()
        .filter(op -> op.output().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no value is called " + name));
  }

  /** The logits [B·T, V]. */
  public float[] logits() {
    return read(model.blueprint().logits());
  }

  /** An activation, row after row. */
  public float[] read(Value value) {
    return model.activation(value).toArray();
  }

  /** What a branch's end adds to the residual stream. */
  public float[] added(OpSpec end) {
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

  /** The queries and keys of an attention. */
  public Scores scores(AttentionOp op) {
    return new Scores(op, sequences, matrix(op.queries()), matrix(op.keys()));
  }

  private Scores.Matrix matrix(Operand operand) {
    if (operand instanceof Operand.Columns part) {
      return new Scores.Matrix(read(part.base()), part.base().columns(), part.from());
    }
    Value value = (Value) operand;
    return new Scores.Matrix(read(value), value.columns(), 0);
  }
}
