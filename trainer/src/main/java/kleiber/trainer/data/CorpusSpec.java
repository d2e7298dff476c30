package kleiber.trainer.data;

import java.nio.file.Path;
import java.util.List;
import kleiber.trainer.config.Key;

/** Where tokens come from. */
public sealed interface CorpusSpec
    permits CorpusSpec.Wordnet, CorpusSpec.Files, CorpusSpec.Synthetic, CorpusSpec.Batches {
  /** Glosses and examples of WordNet 3.1: about 10 MB of English on any machine. */
  record Wordnet() implements CorpusSpec {}

  /**
   * Text files: txt as one document each, jsonl as one document a line, gz, zip and jar unpacked.
   */
  record Files(
      @Key(doc = "Files, folders (all files below), or globs such as docs/**.txt.", place = true)
          List<String> paths,
      @Key(doc = "Field of each jsonl line that holds the text.", value = "text") String field,
      @Key(doc = "Glob for entries of zip and jar files.", value = "**") String entries)
      implements CorpusSpec {}

  /**
   * A seeded Markov source of known entropy: each of {@code vocab} symbols has its own distribution
   * over the next.
   */
  record Synthetic(
      @Key(doc = "Symbols.", value = "32", min = 2, max = 65536) int vocab,
      @Key(
              doc = "Spread of the transition logits: 0 for uniform, large for predictable.",
              value = "1.5",
              min = 0)
          double sharpness,
      @Key(doc = "Tokens of the source, both splits together.", value = "4M", min = 1000)
          long tokens,
      @Key(doc = "Seed of the transition table and of the text.", value = "1", min = 0) long seed)
      implements CorpusSpec {}

  /** Token batches [steps][B][T + 1] from the field {@code batches} of a JSON file. */
  record Batches(@Key(doc = "The JSON file.", place = true) Path file) implements CorpusSpec {}
}
