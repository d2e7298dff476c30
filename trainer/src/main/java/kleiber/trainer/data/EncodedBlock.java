package kleiber.trainer.data;

import java.util.List;
import java.util.OptionalInt;

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

  /** Encodes a block, and marks the ends of documents that ask for it. */
  static EncodedBlock of(List<Blocks.Piece> block, Tokenizer tokenizer, int bytesPerToken) {
    EncodedBlock encoded = new EncodedBlock(tokenizer, bytesPerToken);
    block.forEach(encoded::add);
    return encoded;
  }

  /** The mark is a token where the tokenizer has one, else a line break in the text. */
  private void add(Blocks.Piece piece) {
    boolean marked = piece.ends() && piece.document().marksEnd();
    OptionalInt mark = marked ? tokenizer.endOfText() : OptionalInt.empty();
    String text = marked && mark.isEmpty() ? piece.text() + "\n" : piece.text();
    int bytes = PreTokenizer.utf8(text).length;
    PackedTokens tokens = piece.document().heldOut() ? validation : train;
    tokens.addAll(tokenizer.encode(text));
    mark.ifPresent(tokens::add);
    if (piece.document().heldOut()) {
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
