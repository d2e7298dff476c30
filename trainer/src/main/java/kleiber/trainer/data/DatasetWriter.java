package kleiber.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/** Tokenises a corpus into a token file, both splits at once. */
final class DatasetWriter {
  private static final int BLOCK = 1 << 16;

  private final Path tokens;
  private final Path tokenizerJson;

  DatasetWriter(Path tokens, Path tokenizerJson) {
    this.tokens = tokens;
    this.tokenizerJson = tokenizerJson;
  }

  void write(CorpusSpec corpus, TokenizerSpec tokenizer, double validationFraction, long seed)
      throws IOException {
    if (corpus instanceof CorpusSpec.Synthetic synthetic) {
      writeSynthetic(synthetic, validationFraction);
    } else if (corpus instanceof CorpusSpec.Batches) {
      throw new IllegalArgumentException("token batches are read directly");
    } else {
      DocumentReader reader =
          corpus instanceof CorpusSpec.Files files ? new FilesReader(files) : new WordnetReader();
      writeText(reader, tokenizer, validationFraction, seed);
    }
  }

  private void writeSynthetic(CorpusSpec.Synthetic spec, double validationFraction) {
    MarkovSource source = new MarkovSource(spec);
    long trainCount = spec.tokens() - Math.round(spec.tokens() * validationFraction);
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

  private void writeText(
      DocumentReader reader, TokenizerSpec spec, double validationFraction, long seed)
      throws IOException {
    Tokenizer tokenizer = tokenizer(spec, reader);
    try (TokenFileWriter out = new TokenFileWriter(tokens, tokenizer.vocabulary());
        Blocks<EncodedBlock> blocks =
            new Blocks<>(
                block -> EncodedBlock.of(block, tokenizer, out.bytesPerToken()),
                block -> block.writeTo(out))) {
      DocumentSplit split = new DocumentSplit(validationFraction, seed, blocks::add);
      reader.read(split::add);
      split.finish();
      blocks.finish();
      out.finish(Double.NaN);
    }
    Files.write(tokenizerJson, tokenizer.toJson());
  }

  private static Tokenizer tokenizer(TokenizerSpec spec, DocumentReader corpus) {
    if (spec instanceof TokenizerSpec.Bytes) {
      return new ByteTokenizer();
    } else if (spec instanceof TokenizerSpec.Gpt2) {
      return new Gpt2Tokenizer();
    } else if (spec instanceof TokenizerSpec.Bpe bpe) {
      return bpe.file() != null
          ? TokenizerJson.read(bpe.file())
          : BpeTokenizer.train(corpus, bpe.vocab());
    }
    return CharTokenizer.of(alphabet(corpus));
  }

  /** The characters of a corpus, and the line break where it has to mark the ends of documents. */
  private static int[] alphabet(DocumentReader corpus) {
    BitSet found = new BitSet();
    int[] documents = new int[1];
    corpus.read(
        text -> {
          text.codePoints().forEach(found::set);
          documents[0] += text.isEmpty() ? 0 : 1;
        });
    if (documents[0] > 1) {
      found.set('\n');
    }
    return found.stream().toArray();
  }
}
