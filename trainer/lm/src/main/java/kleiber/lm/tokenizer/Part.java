package kleiber.lm.tokenizer;

/**
 * A part of a text and where it belongs.
 *
 * @param heldOut whether it is of the validation split
 * @param ends whether the text ends with it, so that no word goes on behind it
 * @param marked whether the ends of its text are marked in the tokens, since others follow
 */
public record Part(String text, boolean heldOut, boolean ends, boolean marked) {}
