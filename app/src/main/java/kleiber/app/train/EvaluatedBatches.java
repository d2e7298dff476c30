package kleiber.app.train;

import java.nio.file.Path;
import java.util.Locale;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.lm.data.TokenBatches;
import kleiber.lm.inference.Evaluator;
import kleiber.lm.inference.InferenceModel;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.model.InputRanges;
import kleiber.lm.model.spec.ModelSpec;
import picocli.CommandLine.Option;

/** What {@code kleiber eval --batches} asks for. */
final class EvaluatedBatches {
  @Option(
      names = "--batches",
      required = true,
      paramLabel = "FILE",
      description =
          "JSON file with batches in the field batches: token arrays [B][T + 1] for a decoder,"
              + " objects of input_ids, labels, attention_mask, token_type_ids and so on for BERT"
              + " and T5.")
  private Path file;

  @Option(
      names = "--first",
      paramLabel = "N",
      description = "Use the first N batches only; by default all.")
  private Integer first;

  Evaluator.Result evaluate(TrainedModel trained, Backend backend) {
    TokenBatches all = TokenBatches.read(file);
    int steps = first == null ? all.steps() : first;
    if (steps < 1 || steps > all.steps()) {
      throw KleiberException.usage(
          "--first " + steps + ": " + file + " has 1 to " + all.steps() + " batches to use");
    }
    TokenBatches batches = all.first(steps);
    requireFit(trained.spec(), batches);
    InferenceModel model =
        new InferenceModel(trained, backend, batches.layout(), batches.sequences());
    return new Evaluator(model, batches).evaluate(0);
  }

  private void requireFit(ModelSpec model, TokenBatches batches) {
    if (!model.family().takes(batches.layout())) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s has batches of %s, which %s is not trained on%s",
              file,
              batches.layout(),
              model.family(),
              model.family() instanceof ModelSpec.Family.Encoder
                  ? "; token_type_ids, zeros if need be, make a batch an encoder's"
                  : ""));
    }
    batches.require(InputRanges.of(model, batches.layout()));
  }
}
