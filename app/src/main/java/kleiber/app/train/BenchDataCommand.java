package kleiber.app.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import kleiber.app.Subcommand;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.WorkFolder;
import kleiber.lm.batch.Batch;
import kleiber.lm.data.DataBenchmark;
import kleiber.lm.data.Sampling;
import kleiber.lm.data.Tokens;
import kleiber.lm.objective.Objective;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.objective.TrainingExamples;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber bench data}. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Times how text becomes tokens on all cores, and how batches are drawn from them.",
      "Each tokenizer goes once from the text in a file to checked tokens on disk."
    })
final class BenchDataCommand implements Subcommand {
  private static final int CONTEXT = 128;
  private static final int SEQUENCES = 16;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "64",
      description = "How much text: the embedded corpus, again and again.")
  private int megabytes;

  @Option(
      names = "--vocab",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Kinds of tokens that BPE learns.")
  private int vocabulary;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (megabytes < 1 || vocabulary < 257) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--megabytes is at least 1 and --vocab at least 257");
    }
    try (WorkFolder folder = WorkFolder.temporary("kleiber-bench-")) {
      measure(DataBenchmark.ofWordnet(folder.path(), megabytes * 1_000_000L));
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot write to the folder for temporary files: " + IoReason.of(e), e);
    }
    return 0;
  }

  private void measure(DataBenchmark benchmark) throws IOException {
    out().println("tokenizer  vocabulary       tokens  learned at    prepared at");
    DataBenchmark.Result bytes = print("bytes", benchmark.bytes());
    print("bpe", benchmark.bpe(vocabulary));
    print("gpt2", benchmark.gpt2());
    out()
        .printf(
            Locale.ROOT,
            "a batch of %d sequences of %d bytes is drawn in %.1f µs%n",
            SEQUENCES,
            CONTEXT,
            1e6 * batchSeconds(bytes.dataset().train()));
  }

  /** The mean of a second's batches in training order. */
  private static double batchSeconds(Tokens tokens) {
    Objective objective = new ObjectiveSpec.Causal().bind(CONTEXT, tokens, 256, null);
    TrainingExamples examples = new TrainingExamples(tokens, objective, Sampling.EPOCH, 1);
    Batch batch = new Batch(examples.layout(), SEQUENCES);
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < 1e9) {
      examples.readBatch(count * SEQUENCES, batch);
      count++;
    }
    return (System.nanoTime() - start) / 1e9 / count;
  }

  private DataBenchmark.Result print(String name, DataBenchmark.Result result) {
    out()
        .printf(
            Locale.ROOT,
            "%-9s  %,10d  %,11d  %10s  %8.1f MB/s%n",
            name,
            result.dataset().vocabulary(),
            result.dataset().train().size() + result.dataset().validation().size(),
            result.learnSeconds() == 0
                ? ""
                : String.format(
                    Locale.ROOT, "%.1f MB/s", result.textBytes() / 1e6 / result.learnSeconds()),
            result.textBytes() / 1e6 / result.prepareSeconds());
    out().flush();
    return result;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
