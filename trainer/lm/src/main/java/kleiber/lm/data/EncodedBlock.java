package kleiber.lm.data;

import java.util.List;
import java.util.OptionalInt;
import kleiber.lm.tokenizer.Blocks;
import kleiber.lm.tokenizer.PreTokenizer;
import kleiber.lm.tokenizer.Tokenizer;

/** The tokens of a block of documents, and the bytes of text they stand for, by split. */
final class EncodedBlock {
  private final Tokenizer tokenizer;
  private final PackedTokens train;
  private final PackedTokens validation;
  private long trainBytes;
  private long validationBytes;

  private EncodedBlock(Tokenizer tokenizer, int bytesPerToken) {
    this.tokenizer = tokenizer;
    this.train = new PackedTokens(bytesPerToken);
    this.validation = new PackedTokens(bytesPerToken);
  }

  /** Encodes a block, and marks the ends that ask for it. */
  static EncodedBlock of(List<Blocks.Piece> block, Tokenizer tokenizer, int bytesPerToken) {
    EncodedBlock encoded = new EncodedBlock(tokenizer, bytesPerToken);
    block.forEach(encoded::add);
    return encoded;
  }

  /**
   * The mark at the end is a token where the tokenizer has one, else a line break in the text; one
   * at the beginning is there for tokenizers that ask for it.
   */
  private void add(Blocks.Piece piece) {
    OptionalInt mark = piece.ends() ? tokenizer.endOfText() : OptionalInt.empty();
    String text = piece.ends() && mark.isEmpty() ? piece.text() + "\n" : piece.text();
    int bytes = PreTokenizer.utf8(text).length;
    PackedTokens tokens = piece.heldOut() ? validation : train;
    if (piece.begins()) {
      tokenizer.beginningOfText().ifPresent(tokens::add);
    }
    tokens.addAll(tokenizer.encode(text));
    mark.ifPresent(tokens::add);
    if (piece.heldOut()) {
      validationBytes += bytes;
    } else {
      trainBytes += bytes;
    }
  }

  void writeTo(TokenFileWriter out) {
    out.train(train, trainBytes);
    out.validation(validation, validationBytes);
  }
}
