package kleiber.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.output.WorkFolder;
import kleiber.core.text.TextSource;
import kleiber.engine.backend.Backend;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.data.EvaluationText;
import kleiber.lm.inference.Evaluator;
import kleiber.lm.inference.InferenceModel;
import kleiber.lm.inference.TrainedModel;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.objective.ObjectiveSpec;
import kleiber.lm.objective.ValidationExamples;
import kleiber.lm.tokenizer.Tokenizer;
import picocli.CommandLine.Option;

/** What {@code kleiber eval --text} asks for: text read, cut and counted as training does it. */
final class EvaluatedText {
  /** Positions of a batch, so that its logits take little memory whatever the context. */
  private static final int POSITIONS = 4096;

  @Option(
      names = "--text",
      required = true,
      paramLabel = "FILE|FOLDER",
      description = "Text to evaluate a decoder on: files, folders or globs. Repeatable.")
  private List<String> paths;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field of each JSON record that holds the text.")
  private String field;

  @Option(
      names = "--entries",
      paramLabel = "GLOB",
      defaultValue = "**",
      description = "Entries of zip and jar files.")
  private String entries;

  @Option(names = "--hidden", description = "Read hidden and system files too.")
  private boolean hidden;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "utf-8",
      description = "Encoding of files without a byte-order mark.")
  private String encoding;

  /**
   * The loss of a text.
   *
   * @param loss over all of it
   * @param bitsPerByte of the text in UTF-8
   * @param text what was read
   */
  record Result(Evaluator.Result loss, double bitsPerByte, EvaluationText text) {}

  Result evaluate(TrainedModel trained, Backend backend, Consumer<String> notes) {
    Tokenizer tokenizer = requireFit(trained);
    try (WorkFolder folder = DatasetCache.passing()) {
      Path file = folder.path().resolve("tokens.bin");
      EvaluationText text = EvaluationText.prepare(source(), tokenizer, file, notes);
      Evaluator.Result loss = evaluate(trained, backend, text, notes);
      return new Result(loss, loss.lossNats() / Math.log(2) / text.bytesPerToken(), text);
    } catch (IOException e) {
      throw KleiberException.failure(
          "cannot keep tokens in "
              + DatasetCache.defaultFolder()
              + ": "
              + IoReason.of(e)
              + "; KLEIBER_CACHE may name another folder",
          e);
    }
  }

  private TextSource source() {
    try {
      return new TextSource(
          paths, field, entries, hidden, TextSource.encoding(encoding), TextSource.OPTIONS);
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage("--encoding: " + e.getMessage(), e);
    }
  }

  private static Evaluator.Result evaluate(
      TrainedModel trained, Backend backend, EvaluationText text, Consumer<String> notes) {
    int context = trained.spec().context();
    ValidationExamples examples =
        new ValidationExamples(
            text.tokens(),
            new ObjectiveSpec.Causal()
                .bind(context, text.tokens(), trained.spec().vocabulary(), null));
    long all = Math.max(1, examples.sequencesPerEpoch());
    int sequences = (int) Math.min(all, Math.max(1, POSITIONS / context));
    InferenceModel model = new InferenceModel(trained, backend, examples.layout(), sequences);
    return new Evaluator(model, examples)
        .evaluate(
            examples.sequencesPerEpoch(),
            () -> false,
            new EvaluationNotes(examples.sequencesPerEpoch(), notes))
        .orElseThrow();
  }

  private static Tokenizer requireFit(TrainedModel trained) {
    ModelSpec model = trained.spec();
    if (!model.family().takes(BatchLayout.causal(model.context()))) {
      throw KleiberException.usage(
          trained.path()
              + " holds no decoder, and --text asks for the loss of each next token; give it"
              + " --batches");
    }
    return trained.tokenizer();
  }
}
