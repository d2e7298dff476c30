package kleiber.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.trainer.KleiberException;
import kleiber.trainer.batch.Field;
import kleiber.trainer.data.TokenBatches;
import kleiber.trainer.loop.Evaluator;
import kleiber.trainer.loop.InferenceModel;
import kleiber.trainer.loop.TrainedModel;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber eval}. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Mean loss of a model over token batches.")
public final class EvalCommand implements Subcommand {
  @Parameters(paramLabel = "MODEL_DIR", description = "A Hugging Face folder or a run folder.")
  private Path folder;

  @Option(
      names = "--batches",
      required = true,
      description = {
        "JSON file with batches in the field batches: token arrays [B][T + 1] for a decoder, objects",
        "of input_ids, labels, attention_mask, token_type_ids and so on for BERT and T5."
      })
  private Path file;

  @Option(names = "--first", description = "Use the first N batches only; by default all.")
  private Integer first;

  @Option(
      names = "--backend",
      defaultValue = "auto",
      description = "auto, cuda, cpu, nd4j or torch.")
  private String backendName;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TrainedModel trained =
        TrainedModel.open(folder, warning -> spec.commandLine().getErr().println(warning));
    TokenBatches all = TokenBatches.read(file);
    int steps = first == null ? all.steps() : first;
    if (steps < 1 || steps > all.steps()) {
      throw KleiberException.usage(
          "--first " + steps + ": " + file + " has 1 to " + all.steps() + " batches to use");
    }
    TokenBatches batches = all.first(steps);
    requireFit(trained.spec(), batches);
    try (Backend backend = Backends.find().open(backendName, "fp32", 1).backend()) {
      InferenceModel model =
          new InferenceModel(trained, backend, batches.layout(), batches.sequences());
      print(out, new Evaluator(model, batches).evaluate(0));
    }
    return 0;
  }

  private void requireFit(ModelSpec model, TokenBatches batches) {
    if (!model.family().takes(batches.layout())) {
      throw KleiberException.usage(
          String.format(
              "%s has batches of %s, which %s is not trained on%s",
              file,
              batches.layout(),
              model.family(),
              model.family() instanceof ModelSpec.Family.Encoder
                  ? "; token_type_ids, zeros if need be, make a batch an encoder's"
                  : ""));
    }
    boolean endless = model.positions() instanceof ModelSpec.Positions.Buckets;
    if (batches.maxToken() >= model.vocabulary()
        || batches.layout().length() > model.context() && !endless) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s has tokens up to %d in sequences of %d; the model knows tokens below %d in"
                  + " sequences of up to %d",
              file,
              batches.maxToken(),
              batches.layout().length(),
              model.vocabulary(),
              model.context()));
    }
    if (model.family() instanceof ModelSpec.Family.Encoder encoder
        && (batches.max(Field.SEGMENTS) >= encoder.segments()
            || batches.max(Field.PAIR_TARGET) > 1)) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s has segments up to %d and pair labels up to %d; the model knows segments below %d"
                  + " and labels 0 and 1",
              file,
              batches.max(Field.SEGMENTS),
              batches.max(Field.PAIR_TARGET),
              encoder.segments()));
    }
  }

  /** The loss is the sum of the means of its parts, as in training. */
  private void print(PrintWriter out, Evaluator.Result result) {
    String stderr =
        result.stderr() == null ? "" : String.format(Locale.ROOT, " ± %.6f", result.stderr());
    if (json) {
      out.println(json(result));
    } else if (result.parts().size() > 1) {
      out.printf(
          Locale.ROOT,
          "loss %.6f%s nats: %.6f a masked token over %,d tokens, %.6f a pair%n",
          result.lossNats(),
          stderr,
          result.parts().get(Field.TARGETS),
          result.tokens(),
          result.parts().get(Field.PAIR_TARGET));
    } else {
      out.printf(
          Locale.ROOT,
          "loss %.6f%s nats a token over %,d tokens%n",
          result.lossNats(),
          stderr,
          result.tokens());
    }
  }

  private static ObjectNode json(Evaluator.Result result) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("loss", result.lossNats());
    node.put("stderr", result.stderr());
    node.put("tokens", result.tokens());
    if (result.parts().size() > 1) {
      node.putObject("parts")
          .put("tokens", result.parts().get(Field.TARGETS))
          .put("pairs", result.parts().get(Field.PAIR_TARGET));
    }
    return node;
  }
}
