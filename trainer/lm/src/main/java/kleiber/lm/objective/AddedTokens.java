package kleiber.lm.objective;

import java.util.ArrayList;
import java.util.List;
import kleiber.lm.tokenizer.Template;
import kleiber.lm.tokenizer.Template.Piece;
import kleiber.lm.tokenizer.TokenRole;
import kleiber.lm.tokenizer.TokenizerFiles;

/** The tokens that objectives add, by the names that BERT and T5 gave them. */
final class AddedTokens {
  private AddedTokens() {}

  /** [CLS], [SEP] and [MASK], numbered as in {@link MaskedTokens}. */
  static TokenizerFiles ofMasked(TokenizerFiles files) {
    String first = files.unused("[CLS]");
    String separator = files.unused("[SEP]");
    String mask = files.unused("[MASK]");
    Piece start = new Piece(first, 0);
    Piece middle = new Piece(separator, 0);
    TokenizerFiles complete =
        files
            .plus(List.of(first, separator, mask))
            .with(TokenRole.CLASS, first)
            .with(TokenRole.SEPARATOR, separator)
            .with(TokenRole.MASK, mask)
            .with(
                new Template(
                    List.of(start, Piece.A, middle),
                    List.of(start, Piece.A, middle, Piece.B, new Piece(separator, 1))));
    // Padding is not looked at: any token serves.
    boolean padded = files.id(TokenRole.PADDING).isPresent();
    return padded ? complete : complete.with(TokenRole.PADDING, separator);
  }

  /** The end token and the sentinels, numbered as in {@link SpanCorruption}. */
  static TokenizerFiles ofSpans(TokenizerFiles files, int sentinels) {
    String end = files.unused("</s>");
    List<String> added = new ArrayList<>(List.of(end));
    for (int i = sentinels - 1; i >= 0; i--) {
      added.add(files.unused("<extra_id_" + i + ">"));
    }
    Piece last = new Piece(end, 0);
    return files
        .plus(added)
        .with(TokenRole.END, end)
        .with(TokenRole.PADDING, end)
        .with(new Template(List.of(Piece.A, last), List.of(Piece.A, last, Piece.B, last)));
  }
}
