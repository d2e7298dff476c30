package kleiber.trainer.data;

/**
 * A text and where it belongs.
 *
 * @param heldOut whether it is of the validation split
 * @param marksEnd whether its end is marked in the tokens, since more follows
 */
record Document(String text, boolean heldOut, boolean marksEnd) {}
