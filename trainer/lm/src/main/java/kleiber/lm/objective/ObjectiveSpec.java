package kleiber.lm.objective;

import java.util.Locale;
import kleiber.core.schema.Key;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.data.Tokens;
import kleiber.lm.tokenizer.Tokenizer;
import kleiber.lm.tokenizer.TokenizerFiles;

/** What a model learns to predict. */
public sealed interface ObjectiveSpec
    permits ObjectiveSpec.Causal, ObjectiveSpec.Masked, ObjectiveSpec.Spans {
  /** A few words for tables. */
  String describe();

  /** Token kinds that the objective adds after those of the tokenizer. */
  int addedTokens();

  /** The tokenizer with those, standing around texts as they do in training. */
  TokenizerFiles complete(TokenizerFiles tokenizer);

  /**
   * What its examples hold.
   *
   * @param context longest input T of the model
   * @throws IllegalArgumentException when {@code context} is too short for it
   */
  BatchLayout layout(int context);

  /**
   * The objective over sequences of a split.
   *
   * @param context longest input T of the model
   * @param tokens the split that sequences are made of
   * @param vocabulary token kinds of the tokenizer
   * @param tokenizer null where the source has no text
   * @throws IllegalArgumentException when {@code context} is too short for it
   */
  Objective bind(int context, Tokens tokens, int vocabulary, Tokenizer tokenizer);

  /** Every token from those before it. */
  record Causal() implements ObjectiveSpec {
    @Override
    public String describe() {
      return "next token";
    }

    @Override
    public int addedTokens() {
      return 0;
    }

    @Override
    public TokenizerFiles complete(TokenizerFiles tokenizer) {
      return tokenizer;
    }

    @Override
    public BatchLayout layout(int context) {
      return BatchLayout.causal(context);
    }

    @Override
    public Objective bind(int context, Tokens tokens, int vocabulary, Tokenizer tokenizer) {
      return new NextToken(context);
    }
  }

  /**
   * Masked tokens, and the relation of two segments (BERT, arXiv:1810.04805, section 3.1;
   * Megatron-LM, arXiv:1909.08053, section 5.3).
   */
  record Masked(
      @Key(doc = "Fraction of the tokens to predict.", value = "0.15", min = 0, max = 1)
          double probability,
      @Key(doc = "Fraction of those that becomes the mask token.", value = "0.8", min = 0, max = 1)
          double masked,
      @Key(doc = "Fraction of those that becomes any token.", value = "0.1", min = 0, max = 1)
          double replaced,
      @Key(
              doc = "Longest run of whole words masked together; 0 for single tokens.",
              value = "0",
              min = 0,
              max = 512)
          int maxWords,
      @Key(
              doc =
                  "next-sentence: whether the second segment follows (BERT); sentence-order:"
                      + " whether both are in order (Megatron); none: one segment.",
              value = "next-sentence")
          Pairs pairs,
      @Key(
              doc = "Fraction of the sequences that is shorter than the context, and padded.",
              value = "0.1",
              min = 0,
              max = 1)
          double shortened)
      implements ObjectiveSpec {
    /** Refuses more than all. */
    public Masked {
      if (masked + replaced > 1) {
        throw new IllegalArgumentException(
            "masked " + masked + " and replaced " + replaced + " are more than all");
      }
    }

    /** What is asked about the two segments of a sequence. */
    public enum Pairs {
      NONE,
      NEXT_SENTENCE,
      SENTENCE_ORDER
    }

    @Override
    public String describe() {
      return String.format(
          Locale.ROOT,
          "masked %.0f %%%s, %s",
          100 * probability,
          maxWords > 0 ? " in runs of words" : "",
          pairs.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    @Override
    public int addedTokens() {
      return MaskedTokens.ADDED_TOKENS;
    }

    @Override
    public TokenizerFiles complete(TokenizerFiles tokenizer) {
      return AddedTokens.ofMasked(tokenizer);
    }

    @Override
    public BatchLayout layout(int context) {
      return BatchLayout.masked(context);
    }

    @Override
    public Objective bind(int context, Tokens tokens, int vocabulary, Tokenizer tokenizer) {
      return new MaskedTokens(this, context, tokens, vocabulary, Words.of(vocabulary, tokenizer));
    }
  }

  /** Spans that were left out (T5, arXiv:1910.10683, section 3.1.4). */
  record Spans(
      @Key(doc = "Fraction of the tokens to leave out.", value = "0.15", min = 0.01, max = 0.9)
          double probability,
      @Key(doc = "Mean tokens of a span.", value = "3", min = 1) double meanLength,
      @Key(doc = "Tokens that stand for spans.", value = "100", min = 1, max = 10_000)
          int sentinels)
      implements ObjectiveSpec {
    @Override
    public String describe() {
      return String.format(
          Locale.ROOT, "spans %.0f %%, mean %.0f tokens", 100 * probability, meanLength);
    }

    @Override
    public int addedTokens() {
      return sentinels + 1;
    }

    @Override
    public TokenizerFiles complete(TokenizerFiles tokenizer) {
      return AddedTokens.ofSpans(tokenizer, sentinels);
    }

    @Override
    public BatchLayout layout(int context) {
      return SpanLengths.of(this, context).layout();
    }

    @Override
    public Objective bind(int context, Tokens tokens, int vocabulary, Tokenizer tokenizer) {
      return new SpanCorruption(this, context, vocabulary);
    }
  }
}
