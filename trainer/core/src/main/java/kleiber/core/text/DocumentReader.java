package kleiber.core.text;

import java.util.List;

/** Reads the documents of a corpus, always in the same order. */
public interface DocumentReader {
  /** Hands documents to {@code sink} until there are no more, or until it is full. */
  void read(DocumentSink sink);

  /** Bytes of them all as they lie on the disk, 0 where nobody counts them. */
  default long bytes() {
    return 0;
  }

  /** What was read the last time, such as "3 files"; empty where there is nothing to count. */
  default String summary() {
    return "";
  }

  /** What else there is to tell of the last reading, in sentences. */
  default List<String> remarks() {
    return List.of();
  }
}
