package kleiber.lm.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import kleiber.core.text.TextFiles;
import kleiber.lm.tokenizer.BpeTokenizer;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.lm.tokenizer.TokenizerFiles;
import kleiber.lm.tokenizer.TokenizerSpec;

/** Times how text becomes tokens: all that happens before the first batch can be drawn. */
public final class DataBenchmark {
  private static final double VALIDATION_FRACTION = 0.1;

  private final Path folder;
  private final CorpusSpec.Files corpus;
  private final long textBytes;

  /**
   * One tokenizer's times.
   *
   * @param dataset what was prepared
   * @param learnSeconds until the vocabulary was learned from the text, 0 where it is given
   * @param prepareSeconds until the tokens of the text were on disk and checked
   * @param textBytes of the text
   */
  public record Result(
      Dataset dataset, double learnSeconds, double prepareSeconds, long textBytes) {}

  private DataBenchmark(Path folder, Path text) throws IOException {
    this.folder = folder;
    this.corpus = new CorpusSpec.Files(List.of(text.toString()), "text", "**");
    this.textBytes = Files.size(text);
  }

  /**
   * On the embedded corpus, again and again, as one plain file.
   *
   * @param folder where text and tokens are kept, empty
   * @param textBytes how much text at least
   */
  public static DataBenchmark ofWordnet(Path folder, long textBytes) throws IOException {
    Path text = folder.resolve("wordnet.txt");
    try (BufferedWriter out = Files.newBufferedWriter(text)) {
      for (long[] written = {0}; written[0] < textBytes; ) {
        new WordnetReader()
            .read(
                (gloss, ends) -> {
                  append(out, gloss);
                  written[0] += gloss.length() + 1;
                });
      }
    }
    return new DataBenchmark(folder, text);
  }

  private static void append(BufferedWriter out, String gloss) {
    try {
      out.write(gloss);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One token per byte. */
  public Result bytes() {
    return prepare(new TokenizerSpec.Bytes(), 0);
  }

  /** GPT-2's vocabulary. */
  public Result gpt2() {
    return prepare(new TokenizerSpec.Gpt2(), 0);
  }

  /** Byte-pair encoding, learned first. */
  public Result bpe(int vocabulary) throws IOException {
    Timed<Tokenizer> learned =
        Timed.of(
            () -> BpeTokenizer.train(TextFiles.open(corpus.source(), bytes -> {}), vocabulary));
    learned.value().files().write(folder);
    return prepare(new TokenizerSpec.Bpe(vocabulary, TokenizerFiles.in(folder)), learned.seconds());
  }

  private Result prepare(TokenizerSpec tokenizer, double learnSeconds) {
    DatasetCache cache = new DatasetCache(folder.resolve("cache"), note -> {});
    Timed<Dataset> prepared = Timed.of(() -> cache.open(corpus, tokenizer, VALIDATION_FRACTION, 1));
    return new Result(prepared.value(), learnSeconds, prepared.seconds(), textBytes);
  }

  private record Timed<T>(T value, double seconds) {
    static <T> Timed<T> of(Supplier<T> work) {
      long start = System.nanoTime();
      T value = work.get();
      return new Timed<>(value, (System.nanoTime() - start) / 1e9);
    }
  }
}
