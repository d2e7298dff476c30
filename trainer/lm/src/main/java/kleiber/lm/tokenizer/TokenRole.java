package kleiber.lm.tokenizer;

/** What a special token of a tokenizer is for. */
public enum TokenRole {
  /** Stands before a text. */
  BEGINNING("bos"),
  /** Stands after a text: a model that draws it has ended its text. */
  END("eos"),
  /** Fills short sequences up. */
  PADDING("pad"),
  /** Stands for what the tokenizer does not know. */
  UNKNOWN("unk"),
  /** BERT's first token, from which pairs are classified. */
  CLASS("cls"),
  /** Stands after each of BERT's segments. */
  SEPARATOR("sep"),
  /** Hides a token that is to be predicted. */
  MASK("mask");

  private final String name;

  TokenRole(String name) {
    this.name = name;
  }

  /** The key of its text in {@code tokenizer_config.json}. */
  String textKey() {
    return name + "_token";
  }

  /** The key of its number in {@code config.json}. */
  public String idKey() {
    return name + "_token_id";
  }
}
