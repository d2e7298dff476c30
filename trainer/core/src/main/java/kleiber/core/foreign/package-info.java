/**
 * Where files of others come in. What leaves here is wholly valid, or a {@link
 * kleiber.core.KleiberException} names the file, the place and the value. Nothing that a library
 * throws leaves here.
 *
 * <p>Begin with {@link ForeignJson}: one document, held to limits, bound to a record. {@link
 * Complete} then refuses a record in which anything is missing that is not marked {@link
 * MayBeMissing}. {@link ForeignFile} reads a small file whole.
 *
 * <p>The package knows the errors of {@code kleiber.core} alone. Whoever reads a file that another
 * program or person may have written goes through here; YAML comes in through {@code schema}, texts
 * of a corpus through {@code text}.
 */
package kleiber.core.foreign;
