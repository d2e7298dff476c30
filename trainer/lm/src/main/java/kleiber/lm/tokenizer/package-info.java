/**
 * How text becomes tokens, and tokens text.
 *
 * <p>Begin with {@link Tokenizer}, and {@link TokenizerSpec}, the choice among them. {@link
 * ByteTokenizer} is the example to read; {@link BpeTrainer} learns byte pairs from a corpus. {@link
 * TokenizerJson} reads and writes Hugging Face's file.
 *
 * <p>Tokenizers made by others are run by Hugging Face's own library, which may end the process or
 * never return. So {@link TokenizerProbe} tries each of them in another process first.
 *
 * <p>The package knows {@code kleiber.core} alone: no data set and no model.
 */
package kleiber.lm.tokenizer;
