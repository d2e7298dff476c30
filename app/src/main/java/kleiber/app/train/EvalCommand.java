package kleiber.app.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.app.Subcommand;
import kleiber.core.Count;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.batch.Field;
import kleiber.lm.inference.Evaluator;
import kleiber.lm.inference.TrainedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber eval}. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Measures the mean loss of a model on text or on token batches.")
public final class EvalCommand implements Subcommand {
  @Parameters(paramLabel = "MODEL_DIR", description = "A Hugging Face folder or a run folder.")
  private Path folder;

  @ArgGroup(multiplicity = "1")
  private Asked asked;

  /** Batches or text. */
  static final class Asked {
    @ArgGroup(exclusive = false)
    private EvaluatedBatches batches;

    @ArgGroup(exclusive = false)
    private EvaluatedText text;
  }

  @Mixin private BackendOption backendOption;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TrainedModel trained =
        TrainedModel.open(folder, warning -> spec.commandLine().getErr().println(warning));
    try (Backend backend = Backends.find().open(backendOption.name(), "fp32", 1).backend()) {
      if (asked.text != null) {
        print(out, asked.text.evaluate(trained, backend, this::note));
      } else {
        print(out, asked.batches.evaluate(trained, backend));
      }
    }
    return 0;
  }

  private void note(String sentence) {
    spec.commandLine().getErr().println(sentence);
    spec.commandLine().getErr().flush();
  }

  private void print(PrintWriter out, EvaluatedText.Result result) {
    if (json) {
      out.println(
          json(result.loss())
              .put("bitsPerByte", result.bitsPerByte())
              .put("bytes", result.text().tokens().textBytes())
              .put("documents", result.text().documents()));
      return;
    }
    out.printf(
        Locale.ROOT,
        "loss %.6f%s nats per token, %.6f bits per byte, over %s%nread %s, %s, %s%n",
        result.loss().lossNats(),
        stderr(result.loss()),
        result.bitsPerByte(),
        Count.of(result.loss().tokens(), "token"),
        result.text().files(),
        Count.of(result.text().documents(), "document"),
        Count.of(result.text().tokens().textBytes(), "byte"));
  }

  private static String stderr(Evaluator.Result result) {
    return result.stderr() == null ? "" : String.format(Locale.ROOT, " ± %.6f", result.stderr());
  }

  /** The loss is the sum of the means of its parts, as in training. */
  private void print(PrintWriter out, Evaluator.Result result) {
    if (json) {
      out.println(json(result));
    } else if (result.parts().size() > 1) {
      out.printf(
          Locale.ROOT,
          "loss %.6f%s nats: %.6f per masked token over %,d tokens, %.6f per pair%n",
          result.lossNats(),
          stderr(result),
          result.parts().get(Field.TARGETS),
          result.tokens(),
          result.parts().get(Field.PAIR_TARGET));
    } else {
      out.printf(
          Locale.ROOT,
          "loss %.6f%s nats per token over %,d tokens%n",
          result.lossNats(),
          stderr(result),
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
