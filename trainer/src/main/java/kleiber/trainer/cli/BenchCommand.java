package kleiber.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import kleiber.trainer.loop.GemmCeiling;
import kleiber.trainer.loop.StepBenchmark;
import kleiber.trainer.model.Architectures;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.tensor.Backends;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber bench}: how fast this machine trains. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measures how fast this machine trains.",
      "Without a subcommand it times whole steps of four decoders in the style of GPT-2, beside the"
          + " rate of one large matrix product."
    },
    subcommands = {BenchCommand.Train.class, BenchDataCommand.class})
public final class BenchCommand implements Subcommand {
  private static final Shape[] SHAPES = {
    new Shape(2, 2, 64, 128, 16, 256),
    new Shape(4, 4, 128, 128, 16, 256),
    new Shape(6, 8, 256, 128, 16, 256),
    new Shape(6, 8, 512, 256, 8, 1024)
  };

  /** Time given to the matrix product, a part of that given to each shape. */
  private static final double CEILING_SHARE = 0.2;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads, 0 for all cores.")
  int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, fp32, tf32 or bf16.")
  String precision;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, cuda, cpu, nd4j or torch.")
  String backend;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "How long to measure each shape.")
  double seconds;

  @Spec private CommandSpec spec;

  private record Shape(int layers, int heads, int width, int context, int batch, int vocab) {
    ModelSpec model() {
      return Architectures.gpt2(layers, heads, width, context, vocab);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "layers heads width context batch vocab  precision  tokens/s  ms per step  GFLOP/s  of"
            + " product");
    for (Shape shape : SHAPES) {
      Backends.Choice choice = Backends.find().open(backend, precision, threads, shape.width);
      try (var machine = choice.backend()) {
        double ceiling = GemmCeiling.flopsPerSecond(machine, CEILING_SHARE * seconds);
        StepBenchmark.Result result =
            StepBenchmark.run(machine, shape.model(), shape.batch, seconds);
        out.printf(
            Locale.ROOT,
            "%6d %5d %5d %7d %5d %5d  %9s %,9.0f %10.2f %8.0f %4.0f %% of %.0f%n",
            shape.layers,
            shape.heads,
            shape.width,
            shape.context,
            shape.batch,
            shape.vocab,
            choice.precision().label(),
            result.tokensPerSecond(),
            result.msPerStep(),
            result.flopsPerSecond() / 1e9,
            100 * result.flopsPerSecond() / ceiling,
            ceiling / 1e9);
        out.flush();
      }
    }
    return 0;
  }

  /** {@code kleiber bench train}. */
  @Command(
      name = "train",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      description = {
        "Times whole training steps of a decoder on random tokens.",
        "A step is forward, backward, clipping at norm 1 and AdamW. Prints medians."
      })
  static final class Train implements Subcommand {
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

    @Option(
        names = "--threads",
        paramLabel = "N",
        defaultValue = "0",
        description = "Threads, 0 for all cores.")
    int threads;

    @Option(
        names = "--precision",
        paramLabel = "NAME",
        defaultValue = "auto",
        description = "auto, fp32, tf32 or bf16.")
    String precision;

    @Option(
        names = "--backend",
        paramLabel = "NAME",
        defaultValue = "auto",
        description = "auto, cuda, cpu, nd4j or torch.")
    String backend;

    @Option(
        names = "--seconds",
        paramLabel = "SECONDS",
        defaultValue = "6",
        description = "How long to measure.")
    double seconds;

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      requirePositive();
      Backends.Choice choice = Backends.find().open(backend, precision, threads, width);
      StepBenchmark.Result result;
      try (var machine = choice.backend()) {
        result = StepBenchmark.run(machine, model(), batch, seconds);
      }
      print(choice, result);
      return 0;
    }

    private void requirePositive() {
      int[] sizes = {layers, heads, width, context, batch, vocab};
      for (int size : sizes) {
        if (size < 1) {
          throw new CommandLine.ParameterException(
              spec.commandLine(), "sizes must be at least 1, not " + size);
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

    private void print(Backends.Choice choice, StepBenchmark.Result result) {
      PrintWriter out = spec.commandLine().getOut();
      String chosen = choice.precision().label();
      if (!json) {
        out.printf(
            Locale.ROOT,
            "%s, %s: %,.0f tokens/s, %.3f ms per step, %.1f GFLOP/s, %,d MiB planned%n",
            choice.backend().describe(),
            chosen,
            result.tokensPerSecond(),
            result.msPerStep(),
            result.flopsPerSecond() / 1e9,
            result.peakBytes() >> 20);
        return;
      }
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("model", model);
      node.put("backend", choice.backend().name());
      node.put("precision", chosen);
      node.put("layers", layers).put("heads", heads).put("width", width);
      node.put("context", context).put("batch", batch).put("vocab", vocab);
      node.put("params", result.params());
      node.put("steps", result.steps());
      node.put("tokensPerSecond", result.tokensPerSecond());
      node.put("msPerStep", result.msPerStep());
      node.put("flopsPerSecond", result.flopsPerSecond());
      node.put("peakBytes", result.peakBytes());
      out.println(node);
    }
  }
}
