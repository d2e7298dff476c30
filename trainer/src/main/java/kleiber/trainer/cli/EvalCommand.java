package kleiber.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.trainer.KleiberException;
import kleiber.trainer.data.TokenBatches;
import kleiber.trainer.loop.InferenceModel;
import kleiber.trainer.loop.TrainedModel;
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
      description = "JSON file with token batches [steps][B][T + 1] in the field batches.")
  private Path file;

  @Option(names = "--first", description = "Use the first N batches only; by default all.")
  private Integer first;

  @Option(names = "--backend", defaultValue = "auto", description = "auto, cpu, nd4j or torch.")
  private String backendName;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TrainedModel trained =
        TrainedModel.open(folder, warning -> spec.commandLine().getErr().println(warning));
    TokenBatches batches = TokenBatches.read(file);
    int steps = first == null ? batches.steps() : first;
    if (steps < 1 || steps > batches.steps()) {
      throw KleiberException.usage(
          "--first " + steps + ": " + file + " has 1 to " + batches.steps() + " batches to use");
    }
    if (batches.maxToken() >= trained.spec().vocabulary()
        || batches.length() > trained.spec().context()) {
      throw KleiberException.usage(
          String.format(
              "%s has tokens up to %d in sequences of %d; the model knows tokens below %d in"
                  + " sequences of up to %d",
              file,
              batches.maxToken(),
              batches.length(),
              trained.spec().vocabulary(),
              trained.spec().context()));
    }
    int[] inputs = new int[batches.sequences() * batches.length()];
    int[] targets = new int[inputs.length];
    double sum = 0;
    try (Backend backend = Backends.find().open(backendName, "fp32", 1).backend()) {
      InferenceModel model =
          new InferenceModel(trained, backend, batches.sequences(), batches.length());
      for (int step = 0; step < steps; step++) {
        batches.readBatch((long) step * batches.sequences(), inputs, targets, batches.length());
        sum += model.lossSum(inputs, targets);
      }
    }
    long tokens = (long) steps * inputs.length;
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      out.println(node.put("loss", sum / tokens).put("tokens", tokens));
    } else {
      out.printf(Locale.ROOT, "loss %.6f nats a token over %,d tokens%n", sum / tokens, tokens);
    }
    return 0;
  }
}
