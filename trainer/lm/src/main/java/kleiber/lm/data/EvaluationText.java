package kleiber.lm.data;

import java.nio.file.Path;
import java.util.function.Consumer;
import kleiber.core.text.TextFiles;
import kleiber.core.text.TextSource;
import kleiber.lm.tokenizer.Tokenizer;

/**
 * Text to evaluate a model on.
 *
 * @param tokens all of it
 * @param documents how many documents it has
 * @param files what was read, in words
 */
public record EvaluationText(Tokens tokens, long documents, String files) {
  private static final double ALL = 1;

  /**
   * Makes tokens of a text as training makes them of its validation split.
   *
   * @param file where the tokens are kept; there must be none yet
   * @param notes told how far it is, and what the user should know
   */
  public static EvaluationText prepare(
      TextSource source, Tokenizer tokenizer, Path file, Consumer<String> notes) {
    PreparationProgress progress = new PreparationProgress(notes);
    TextFiles files = TextFiles.open(source, progress);
    SplitRule rule = SplitRule.of(files, ALL, 0);
    progress.begin("making tokens", files.bytes());
    long documents = TextEncoding.write(files, rule, tokenizer, file);
    files.remarks().forEach(notes);
    Tokens tokens = Tokens.ofValidation(file, TokenFile.readHeader(file));
    return new EvaluationText(tokens, documents, files.summary());
  }

  /** UTF-8 bytes that a token stands for. */
  public double bytesPerToken() {
    return (double) tokens.textBytes() / tokens.size();
  }
}
