package kleiber.trainer.data;

import java.util.function.Consumer;

/** Reads the documents of a corpus, always in the same order. */
interface DocumentReader {
  /** Hands every document to {@code sink}. */
  void read(Consumer<String> sink);
}
