package kleiber.lm.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import kleiber.core.schema.Key;
import kleiber.core.text.DocumentReader;
import kleiber.core.text.TextFiles;
import kleiber.core.text.TextSource;

/** Where tokens come from. */
public sealed interface CorpusSpec
    permits CorpusSpec.Wordnet, CorpusSpec.Files, CorpusSpec.Synthetic, CorpusSpec.Batches {
  /**
   * Opens its text; empty for tokens that come from no text.
   *
   * @param progress told of bytes as they are read
   */
  Optional<DocumentReader> text(LongConsumer progress);

  /** Files whose content decides the tokens, beside the settings. */
  default List<Path> files() {
    return List.of();
  }

  /** What it is, in a few words. */
  default String describe() {
    return "the " + getClass().getSimpleName().toLowerCase(Locale.ROOT) + " corpus";
  }

  /** Glosses and examples of WordNet 3.1: about 10 MB of English on any machine. */
  record Wordnet() implements CorpusSpec {
    @Override
    public Optional<DocumentReader> text(LongConsumer progress) {
      return Optional.of(new WordnetReader());
    }
  }

  /**
   * Text files: JSON records (jsonl, ndjson, json) as one document each, any other file as one
   * document; gz, zip and jar unpacked. Files that hold no text are refused.
   */
  record Files(
      @Key(
              doc =
                  "Files, folders (all files below, links followed), or globs such as docs/**.txt.",
              place = true)
          List<String> paths,
      @Key(
              doc = "Field of each JSON record that holds the text; dots lead into nested ones.",
              value = "text")
          String field,
      @Key(doc = "Glob for entries of zip and jar files.", value = "**") String entries,
      @Key(
              doc = "Whether hidden and system files (.*, __MACOSX and such) are read too.",
              value = "false")
          boolean hidden,
      @Key(
              doc = "Encoding of files without a byte-order mark, such as latin1 or utf-16le.",
              value = "utf-8")
          String encoding)
      implements CorpusSpec {
    /** Refuses encodings that there are not. */
    public Files {
      TextSource.encoding(encoding);
    }

    /** All there is in UTF-8, but hidden files. */
    public Files(List<String> paths, String field, String entries) {
      this(paths, field, entries, false, "utf-8");
    }

    /** The same for those who read. */
    public TextSource source() {
      return new TextSource(
          paths, field, entries, hidden, TextSource.encoding(encoding), "data.corpus.");
    }

    @Override
    public Optional<DocumentReader> text(LongConsumer progress) {
      return Optional.of(TextFiles.open(source(), progress));
    }

    @Override
    public List<Path> files() {
      return TextFiles.find(source()).files();
    }

    @Override
    public String describe() {
      return String.join(", ", paths);
    }
  }

  /**
   * A seeded Markov source of known entropy: each of {@code vocab} symbols has its own distribution
   * over the next.
   */
  record Synthetic(
      @Key(doc = "Symbols.", value = "32", min = 2, max = 1024) int vocab,
      @Key(
              doc = "Spread of the transition logits: 0 for uniform, large for predictable.",
              value = "1.5",
              min = 0,
              max = 50)
          double sharpness,
      @Key(
              doc = "Tokens of the source, both splits together.",
              value = "4M",
              min = 1000,
              max = 1e10)
          long tokens,
      @Key(doc = "Seed of the transition table and of the text.", value = "1", min = 0) long seed)
      implements CorpusSpec {
    @Override
    public Optional<DocumentReader> text(LongConsumer progress) {
      return Optional.empty();
    }
  }

  /** Token batches [steps][B][T + 1] from the field {@code batches} of a JSON file. */
  record Batches(@Key(doc = "The JSON file.", place = true) Path file) implements CorpusSpec {
    @Override
    public Optional<DocumentReader> text(LongConsumer progress) {
      return Optional.empty();
    }
  }
}
