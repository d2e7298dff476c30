package kleiber.app.train;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.app.Subcommand;
import kleiber.engine.backend.Backends;
import kleiber.lm.bench.GemmCeiling;
import kleiber.lm.bench.StepBenchmark;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    subcommands = {BenchTrainCommand.class, BenchDataCommand.class})
public final class BenchCommand implements Subcommand {
  private static final Shape[] SHAPES = {
    new Shape(2, 2, 64, 128, 16, 256),
    new Shape(4, 4, 128, 128, 16, 256),
    new Shape(6, 8, 256, 128, 16, 256),
    new Shape(6, 8, 512, 256, 8, 1024)
  };

  /** Time given to the matrix product, a part of that given to each shape. */
  private static final double CEILING_SHARE = 0.2;

  @Mixin private BenchOptions options;

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
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "layers heads width context batch vocab  precision  tokens/s  ms per step  GFLOP/s  of"
            + " product");
    for (Shape shape : SHAPES) {
      Backends.Selection selection = options.select(options.threads(), shape.width);
      Backends.Choice choice = selection.open();
      try (var machine = choice.backend()) {
        int lanes = selection.provider().lanes(selection.threads(), Integer.MAX_VALUE);
        double ceiling = GemmCeiling.flopsPerSecond(machine, lanes, CEILING_SHARE * seconds);
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
}
