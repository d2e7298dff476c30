package kleiber.lm.data;

import java.nio.file.Path;
import kleiber.core.text.DocumentReader;
import kleiber.lm.tokenizer.Blocks;
import kleiber.lm.tokenizer.Tokenizer;

/** Turns the documents of a corpus into a token file. */
final class TextEncoding {
  private TextEncoding() {}

  /**
   * Writes a token file.
   *
   * @return how many documents there are
   */
  static long write(DocumentReader corpus, SplitRule rule, Tokenizer tokenizer, Path file) {
    try (TokenFileWriter out = new TokenFileWriter(file, tokenizer.vocabulary());
        Blocks<EncodedBlock> blocks =
            new Blocks<>(
                tokenizer::boundary,
                block -> EncodedBlock.of(block, tokenizer, out.bytesPerToken()),
                block -> block.writeTo(out))) {
      DocumentSplit split = new DocumentSplit(rule, blocks::add);
      corpus.read(split);
      blocks.finish();
      out.finish(Double.NaN);
      return split.documents();
    }
  }
}
