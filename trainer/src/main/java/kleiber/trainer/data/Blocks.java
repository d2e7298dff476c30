package kleiber.trainer.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on documents in blocks, as many blocks at a time as there are cores, and hands on the
 * results in the order of the documents. Long documents are cut between words.
 *
 * @param <R> what becomes of a block
 */
final class Blocks<R> implements AutoCloseable {
  private static final int CHARS = 1 << 18;

  private final Function<List<Piece>, R> work;
  private final Consumer<R> sink;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService threads = Executors.newFixedThreadPool(cores);
  private final Deque<Future<R>> running = new ArrayDeque<>();
  private List<Piece> block = new ArrayList<>();
  private int chars;

  /**
   * Text that is worked on in one go.
   *
   * @param document what it is a part of
   * @param ends whether the document ends with it
   */
  record Piece(String text, Document document, boolean ends) {}

  /**
   * @param work called on several threads
   * @param sink called on the thread that adds
   */
  Blocks(Function<List<Piece>, R> work, Consumer<R> sink) {
    this.work = work;
    this.sink = sink;
  }

  /** Takes the next document. */
  void add(Document document) {
    String text = document.text();
    for (int at = 0; at < text.length(); ) {
      int end =
          at + CHARS < text.length() ? PreTokenizer.boundary(text, at + CHARS) : text.length();
      block.add(new Piece(text.substring(at, end), document, end == text.length()));
      chars += end - at;
      at = end;
      if (chars >= CHARS) {
        submit();
      }
    }
  }

  private void submit() {
    List<Piece> full = block;
    running.add(threads.submit(() -> work.apply(full)));
    block = new ArrayList<>();
    chars = 0;
    while (running.size() > 2 * cores) {
      take();
    }
  }

  private void take() {
    try {
      sink.accept(running.remove().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while preparing data", e);
    }
  }

  /** Waits for all results. */
  void finish() {
    submit();
    while (!running.isEmpty()) {
      take();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
