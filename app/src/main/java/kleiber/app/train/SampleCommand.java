package kleiber.app.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import kleiber.app.Subcommand;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.inference.Sampler;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.tokenizer.Tokenizer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Continues a text with a model.")
public final class SampleCommand implements Subcommand {
  private static final int MOST_TOKENS = 1_000_000;

  @Parameters(paramLabel = "MODEL_OR_RUN_DIR", description = "A run folder or a model folder.")
  private Path folder;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "\n",
      showDefaultValue = Visibility.NEVER,
      description = "The beginning of the text; by default a line break.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Tokens to draw.")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "0.8",
      description = "Divides the logits; 0 takes the most likely token.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draws from the K most likely tokens; 0 draws from all.")
  private int topK;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draws.")
  private long seed;

  @Mixin private BackendOption backendOption;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (tokens < 0 || !(temperature >= 0) || topK < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tokens, --temperature and --top-k must not be negative");
    }
    if (tokens > MOST_TOKENS) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tokens is at most " + MOST_TOKENS + " at a time");
    }
    PrintWriter out = spec.commandLine().getOut();
    TrainedModel trained =
        TrainedModel.open(folder, warning -> spec.commandLine().getErr().println(warning));
    Tokenizer tokenizer = trained.tokenizer();
    int[] words = tokenizer.encode(prompt);
    int[] start =
        IntStream.concat(tokenizer.beginningOfText().stream(), IntStream.of(words)).toArray();
    if (start.length == 0) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--prompt must not be empty");
    }
    int[] all = Arrays.copyOf(start, start.length + tokens);
    int[] drawn = {start.length};
    try (Backend backend = Backends.find().open(backendOption.name(), "fp32", 1).backend()) {
      new Sampler(trained, backend)
          .sample(
              start,
              new Sampler.Settings(tokens, temperature, topK, tokenizer.vocabulary(), seed),
              token -> all[drawn[0]++] = token);
    }
    out.println(tokenizer.decode(all));
    return 0;
  }
}
