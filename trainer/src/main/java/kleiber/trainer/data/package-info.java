/**
 * From text to tokens on disk, and from there to sequences that can be drawn by number.
 *
 * <p>Begin with {@link CorpusSpec}, where tokens come from, and {@link Tokenizer}, how text becomes
 * tokens. {@link DatasetCache} prepares a data set once, in a folder named by the hash of
 * everything that decides its content. {@link SequenceSource} is what the rest of the trainer sees
 * of data.
 *
 * <p>The package reads what others wrote through {@code text} and {@code foreign}, and writes
 * through {@code output}. It also knows {@code batch} and {@code random}, and of {@code schema} the
 * annotation {@link kleiber.trainer.schema.Key}. It is used mostly by the objectives and the loop.
 *
 * <p>The same number always gives the same sequence. So the whole state of a data stream is how
 * many sequences have been drawn. Tokenizers made by others are run by Hugging Face's own library,
 * which may end the process or never return. So {@link TokenizerProbe} tries each of them in
 * another process first.
 */
package kleiber.trainer.data;
