package kleiber.trainer.loop;

import kleiber.trainer.model.Decoder;
import kleiber.trainer.model.Dropouts;
import kleiber.trainer.model.ParameterMap;
import kleiber.trainer.model.Parameters;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** A trained model bound for forward passes only: no gradients, no optimiser state. */
public final class InferenceModel {
  private final Decoder decoder;

  /** Binds {@code model} for batches [sequences, length]. */
  public InferenceModel(TrainedModel model, Backend backend, int sequences, int length) {
    ParameterMap map = ParameterMap.of(model.spec());
    Tensor values = backend.allocate(Math.toIntExact(map.size()));
    model.readWeights(values);
    Parameters parameters = new Parameters(map, Variable.constant(values));
    decoder =
        new Decoder(
            model.spec(),
            backend,
            backend.kernels(),
            parameters,
            sequences,
            length,
            0,
            Dropouts.none());
  }

  /** The sum of losses in nats of one batch, targets of -1 ignored. */
  public double lossSum(int[] inputs, int[] targets) {
    decoder.load(inputs, targets);
    decoder.forward();
    return decoder.loss().lossSum();
  }

  /** The logits [V] at {@code position} of the only sequence {@code inputs}. */
  public void logits(int[] inputs, int[] noTargets, int position, float[] logits) {
    decoder.load(inputs, noTargets);
    decoder.forward();
    decoder.logits().read((long) position * logits.length, logits, 0, logits.length);
  }
}
