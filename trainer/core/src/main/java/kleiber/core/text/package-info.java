/**
 * Text in files: which files a user means, what they hold, and the documents in them.
 *
 * <p>Begin with {@link TextSource}, text as a user names it, and {@link TextFiles}, which finds its
 * files ({@link FoundFiles}) and is the {@link DocumentReader} of what they hold. A file is what
 * its content says, whatever its name ({@link Sniffer}, {@link JsonShape}), is unpacked ({@link
 * TextStreams}), and is decoded part by part ({@link TextParts}) into a {@link DocumentSink}, so
 * that no text has to fit in memory. {@link CsvText} writes cells that spreadsheets do not compute.
 *
 * <p>The package knows the errors of {@code kleiber.core} alone, and no tokens. What is no text is
 * refused, and a packed file may not unpack to more than a limit. Corpora ({@code kleiber.lm.data})
 * are read from here.
 */
package kleiber.core.text;
