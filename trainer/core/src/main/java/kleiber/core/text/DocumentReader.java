package kleiber.core.text;

/** Reads the documents of a corpus, always in the same order. */
public interface DocumentReader {
  /** Hands documents to {@code sink} until there are no more, or until it is full. */
  void read(DocumentSink sink);
}
