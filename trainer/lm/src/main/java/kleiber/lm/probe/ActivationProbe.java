package kleiber.lm.probe;

import java.util.EnumMap;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.training.ActivationReader;
import kleiber.lm.training.Scores;

/** Reads the activations of a decoder by what they are. */
final class ActivationProbe {
  private final ModelSpec spec;
  private final Tensor values;
  private final ActivationReader reader;

  ActivationProbe(ModelSpec spec, Backend backend, BatchLayout layout, int sequences) {
    this.spec = spec;
    this.values = backend.allocate(ParameterMap.of(spec).flatSize());
    this.reader = new ActivationReader(spec, backend, values, layout, sequences);
  }

  /** The activations of {@code batch} under some parameters. */
  Map<Activation, float[]> read(float[] parameters, Batch batch) {
    values.set(parameters);
    reader.evaluate(batch);
    String block = "layers." + (spec.layers() - 1) + ".";
    Map<Activation, float[]> found = new EnumMap<>(Activation.class);
    found.put(Activation.EMBEDDING, reader.read(reader.op("embed.tokens").output()));
    found.put(Activation.SCORES, scores((AttentionOp) reader.op(block + "attn.attended")));
    found.put(Activation.ATTENTION_OUT, reader.added(reader.op(block + "attn.out")));
    found.put(Activation.MLP_OUT, reader.added(reader.op(block + "mlp.out")));
    found.put(Activation.STREAM, reader.read(reader.op(block + "mlp.out").output()));
    found.put(Activation.LOGITS, reader.logits());
    return found;
  }

  /** Products of all queries with the keys up to theirs, less what positions add. */
  private float[] scores(AttentionOp op) {
    Scores scores = reader.scores(op);
    int length = scores.length();
    int heads = op.heads().heads();
    float[] all = new float[reader.sequences() * heads * (length * (length + 1) / 2)];
    int at = 0;
    for (int row = 0; row < reader.sequences() * length; row++) {
      for (int key = row - row % length; key <= row; key++) {
        for (int head = 0; head < heads; head++) {
          all[at++] = (float) scores.at(row, key, head);
        }
      }
    }
    return all;
  }
}
