package kleiber.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.KleiberException;
import kleiber.trainer.random.SeededStream;

/**
 * Tokenises a corpus into a token file. Documents go to a split by a seeded draw on their number; a
 * corpus of one document is cut at a character, its end being the validation split.
 */
final class DatasetWriter {
  private static final int MAX_TWO_BYTES = 1 << 16;

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
    Split train = new Split();
    Split validation = new Split();
    source.generate(
        spec.tokens(),
        token -> (train.tokens.size() < trainCount ? train : validation).tokens.add(token));
    write(train, validation, spec.vocab(), source.entropyNats());
  }

  private void writeText(
      DocumentReader reader, TokenizerSpec spec, double validationFraction, long seed)
      throws IOException {
    long[] documents = new long[1];
    reader.read(text -> documents[0] += text.isEmpty() ? 0 : 1);
    if (documents[0] == 0) {
      throw KleiberException.usage("the corpus is empty: none of its documents has any text");
    }
    Tokenizer tokenizer = tokenizer(spec, reader, documents[0] > 1);
    Split train = new Split();
    Split validation = new Split();
    if (documents[0] == 1) {
      reader.read(text -> cut(text, tokenizer, validationFraction, train, validation));
    } else {
      SeededStream draw = SeededStream.of(seed, "data/split");
      long[] number = new long[1];
      reader.read(
          text -> {
            if (!text.isEmpty()) {
              boolean held = draw.uniform(number[0]++) < validationFraction;
              (held ? validation : train).addDocument(text, tokenizer);
            }
          });
    }
    write(train, validation, tokenizer.vocabulary(), Double.NaN);
    Files.write(tokenizerJson, tokenizer.toJson());
  }

  private static void cut(
      String text, Tokenizer tokenizer, double fraction, Split train, Split validation) {
    int codePoints = text.codePointCount(0, text.length());
    int kept = (int) ((1 - fraction) * codePoints);
    int at = text.offsetByCodePoints(0, kept);
    train.add(text.substring(0, at), tokenizer);
    validation.add(text.substring(at), tokenizer);
  }

  private static Tokenizer tokenizer(
      TokenizerSpec spec, DocumentReader corpus, boolean severalDocuments) {
    if (spec instanceof TokenizerSpec.Bytes) {
      return new ByteTokenizer();
    } else if (spec instanceof TokenizerSpec.Gpt2) {
      return new Gpt2Tokenizer();
    } else if (spec instanceof TokenizerSpec.Bpe bpe) {
      return bpe.file() != null
          ? TokenizerJson.read(bpe.file())
          : BpeTokenizer.train(corpus, bpe.vocab());
    }
    java.util.TreeSet<Integer> alphabet = new java.util.TreeSet<>();
    if (severalDocuments) {
      alphabet.add((int) '\n');
    }
    corpus.read(text -> text.codePoints().forEach(alphabet::add));
    return CharTokenizer.of(alphabet.stream().mapToInt(Integer::intValue).toArray());
  }

  private void write(Split train, Split validation, int vocabulary, double entropyNats) {
    TokenFile.Header header =
        new TokenFile.Header(
            vocabulary <= MAX_TWO_BYTES ? 2 : 4,
            train.tokens.size(),
            validation.tokens.size(),
            train.textBytes,
            validation.textBytes,
            vocabulary,
            entropyNats);
    TokenFile.write(tokens, header, train.tokens, validation.tokens);
  }

  /** Tokens of one split so far, and the bytes of text they stand for. */
  private static final class Split {
    final IntList tokens = new IntList();
    long textBytes;

    void add(String text, Tokenizer tokenizer) {
      tokens.addAll(tokenizer.encode(text));
      textBytes += PreTokenizer.utf8(text).length;
    }

    /** A document among others: its end is marked by a token, or by a line break in the text. */
    void addDocument(String text, Tokenizer tokenizer) {
      if (tokenizer.endOfText().isPresent()) {
        add(text, tokenizer);
        tokens.add(tokenizer.endOfText().getAsInt());
      } else {
        add(text + "\n", tokenizer);
      }
    }
  }
}
