package kleiber.app.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.Subcommand;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Key;
import kleiber.core.schema.YamlName;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.bench.SideBySide;
import kleiber.lm.bench.StepBenchmark;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber bench train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Times whole training steps of a decoder on random tokens.",
      "A step is forward, backward, clipping at norm 1 and the optimiser. Prints medians."
    })
final class BenchTrainCommand implements Subcommand {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "gpt2",
      description = "gpt2, llama or gopher.")
  String model;

  @Option(names = "--layers", paramLabel = "N", defaultValue = "4", description = "Blocks.")
  int layers;

  @Option(
      names = "--heads",
      paramLabel = "N",
      defaultValue = "4",
      description = "Attention heads per block.")
  int heads;

  @Option(names = "--width", paramLabel = "N", defaultValue = "128", description = "Channels.")
  int width;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "128",
      description = "Positions per sequence.")
  int context;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Sequences per step.")
  int batch;

  @Option(
      names = "--vocab",
      paramLabel = "N",
      defaultValue = "256",
      description = "Kinds of tokens.")
  int vocab;

  @Mixin private BenchOptions options;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "How long to measure.")
  double seconds;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Models to train at once, as a sweep does on a GPU; threads are shared out.")
  int runs;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "A key of the optimiser, such as optimizer.kind=muon. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    requirePositive();
    OptimizerSpec optimizer = optimizer();
    Backends.Selection selection = options.select(threadsOfARun(), width);
    List<StepReport.Measured> measured =
        SideBySide.run(runs, meet -> measure(selection.open(), optimizer, meet));
    StepReport report = new StepReport(selection, measured);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson(shape(selection)) : report.toText());
    out.flush();
    return 0;
  }

  private ObjectNode shape(Backends.Selection selection) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("model", model);
    node.put("backend", selection.provider().name());
    node.put("precision", selection.precision().label());
    node.put("optimizer", YamlName.of(optimizer().getClass()));
    node.put("layers", layers).put("heads", heads).put("width", width);
    node.put("context", context).put("batch", batch).put("vocab", vocab);
    return node;
  }

  private int threadsOfARun() {
    return options.threads() > 0 || runs == 1
        ? options.threads()
        : Math.max(1, Runtime.getRuntime().availableProcessors() / runs);
  }

  private StepReport.Measured measure(
      Backends.Choice choice, OptimizerSpec optimizer, Runnable meet) {
    try (Backend machine = choice.backend()) {
      StepBenchmark.Result result =
          StepBenchmark.run(machine, model(), optimizer, batch, seconds, meet);
      return new StepReport.Measured(machine.describe(), result, machine.facts());
    }
  }

  private OptimizerSpec optimizer() {
    ConfigValues values = new ConfigValues();
    settings.forEach(values::set);
    return ConfigBinder.bind(values, Measurable.class).config().optimizer();
  }

  /** What of a run's configuration a benchmark takes. */
  private record Measurable(@Key(doc = "", value = "adamw") OptimizerSpec optimizer) {}

  private void requirePositive() {
    int[] sizes = {layers, heads, width, context, batch, vocab, runs};
    for (int size : sizes) {
      if (size < 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "sizes and --runs must be at least 1, not " + size);
      }
    }
    if (width % heads != 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--width " + width + " is not a multiple of --heads " + heads);
    }
  }

  private ModelSpec model() {
    int headWidth = width / heads;
    return switch (model) {
      case "gpt2" -> Architectures.gpt2(layers, heads, width, context, vocab);
      case "llama" ->
          Architectures.llama(layers, heads, heads, width, 8 * width / 3, context, vocab);
      case "gopher" -> Architectures.gopher(layers, heads, headWidth, width, context, vocab);
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(), "no model " + model + "; gpt2, llama or gopher");
    };
  }
}
