package kleiber.lm.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.function.Consumer;
import kleiber.core.Count;
import kleiber.core.text.DocumentReader;
import kleiber.lm.tokenizer.BpeTokenizer;
import kleiber.lm.tokenizer.ByteTokenizer;
import kleiber.lm.tokenizer.CharTokenizer;
import kleiber.lm.tokenizer.Gpt2Tokenizer;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.lm.tokenizer.TokenizerJson;
import kleiber.lm.tokenizer.TokenizerSpec;

/** Tokenises a corpus into a token file, both splits at once. */
final class DatasetWriter {
  private static final int BLOCK = 1 << 16;

  private final Path tokens;
  private final Path folder;
  private final Consumer<String> notes;
  private final PreparationProgress progress;

  /**
   * @param tokens the token file
   * @param folder where the tokenizer's files belong
   * @param notes told how far it is, and what was read in the end
   */
  DatasetWriter(Path tokens, Path folder, Consumer<String> notes) {
    this.tokens = tokens;
    this.folder = folder;
    this.notes = notes;
    this.progress = new PreparationProgress(notes);
  }

  void write(CorpusSpec corpus, TokenizerSpec tokenizer, double validationFraction, long seed)
      throws IOException {
    if (corpus instanceof CorpusSpec.Synthetic synthetic) {
      writeSynthetic(synthetic, validationFraction);
      return;
    }
    DocumentReader text =
        corpus
            .text(progress)
            .orElseThrow(() -> new IllegalArgumentException(corpus.describe() + " has no text"));
    long documents = writeText(text, tokenizer, validationFraction, seed);
    text.remarks().forEach(notes);
    tell(text.summary(), documents);
  }

  private void tell(String files, long documents) {
    TokenFile.Header header = TokenFile.readHeader(tokens);
    notes.accept(
        "prepared "
            + (files.isEmpty() ? "" : files + ", ")
            + Count.of(documents, "document")
            + ", "
            + Count.of(header.trainBytes() + header.validationBytes(), "byte")
            + ": "
            + Count.of(header.trainTokens(), "token")
            + " to train on, "
            + Count.of(header.validationTokens(), "token")
            + " held out");
  }

  private void writeSynthetic(CorpusSpec.Synthetic spec, double validationFraction) {
    MarkovSource source = new MarkovSource(spec);
    long heldOut = Math.round(spec.tokens() * validationFraction);
    long trainCount = spec.tokens() - (validationFraction > 0 ? Math.max(2, heldOut) : 0);
    try (TokenFileWriter out = new TokenFileWriter(tokens, spec.vocab())) {
      PackedTokens block = new PackedTokens(out.bytesPerToken());
      long[] count = new long[1];
      source.generate(
          spec.tokens(),
          token -> {
            block.add(token);
            count[0]++;
            if (block.size() == BLOCK || count[0] == trainCount || count[0] == spec.tokens()) {
              if (count[0] <= trainCount) {
                out.train(block, 0);
              } else {
                out.validation(block, 0);
              }
              block.clear();
            }
          });
      out.finish(source.entropyNats());
    }
  }

  /** Returns how many documents there are. */
  private long writeText(
      DocumentReader reader, TokenizerSpec spec, double validationFraction, long seed)
      throws IOException {
    progress.begin("looking at the documents", reader.bytes());
    SplitRule rule = SplitRule.of(reader, validationFraction, seed);
    rule.remark().ifPresent(notes);
    progress.begin("learning the vocabulary", reader.bytes());
    Tokenizer tokenizer = tokenizer(spec, reader, rule.marksEnds());
    progress.begin("making tokens", reader.bytes());
    long documents = TextEncoding.write(reader, rule, tokenizer, tokens);
    tokenizer.files().write(folder);
    return documents;
  }

  private static Tokenizer tokenizer(TokenizerSpec spec, DocumentReader corpus, boolean marksEnds) {
    if (spec instanceof TokenizerSpec.Bytes) {
      return new ByteTokenizer();
    } else if (spec instanceof TokenizerSpec.Gpt2) {
      return new Gpt2Tokenizer();
    } else if (spec instanceof TokenizerSpec.Bpe bpe) {
      return bpe.file() != null
          ? TokenizerJson.read(bpe.file())
          : BpeTokenizer.train(corpus, bpe.vocab());
    }
    return CharTokenizer.of(alphabet(corpus, marksEnds));
  }

  /** The characters of a corpus, and the line break where it has to mark the ends of documents. */
  private static int[] alphabet(DocumentReader corpus, boolean marksEnds) {
    BitSet found = new BitSet();
    corpus.read((text, ends) -> text.codePoints().forEach(found::set));
    if (marksEnds) {
      found.set('\n');
    }
    return found.stream().toArray();
  }
}
