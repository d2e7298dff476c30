/**
 * From text to tokens on disk, and from there to sequences that can be drawn by number.
 *
 * <p>Begin with {@link CorpusSpec}, where tokens come from. {@link DatasetCache} prepares a data
 * set once, in a folder named by the hash of everything that decides its content. {@link
 * SequenceSource} is what training sees of data. How text becomes tokens is {@code
 * kleiber.lm.tokenizer}'s.
 *
 * <p>The package knows {@code batch} and {@code tokenizer}. It reads what others wrote through
 * {@code kleiber.core.text} and {@code kleiber.core.foreign}, and writes through {@code
 * kleiber.core.output}. The same number always gives the same sequence. So the whole state of a
 * data stream is how many sequences have been drawn.
 */
package kleiber.lm.data;
