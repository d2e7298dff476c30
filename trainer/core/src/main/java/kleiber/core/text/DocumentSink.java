package kleiber.core.text;

/** Takes documents, each in one or more parts, so that no text has to fit in memory. */
public interface DocumentSink {
  /**
   * Takes the next part of a document.
   *
   * @param text whole characters, maybe none
   * @param ends whether the document ends with it
   */
  void part(String text, boolean ends);

  /** Whether it needs no more, so that a reader may stop. */
  default boolean isFull() {
    return false;
  }
}
