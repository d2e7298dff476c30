package kleiber.lm.tokenizer;

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
 * Works on texts in blocks, as many blocks at a time as there are cores, and hands on the results
 * in the order of the texts. Long texts are cut where a tokenizer allows it, wherever their parts
 * end.
 *
 * @param <R> what becomes of a block
 */
public final class Blocks<R> implements AutoCloseable {
  private static final int CHARS = 1 << 18;

  /** Where even a text that the tokenizer allows no cut in is cut. */
  private static final int LONGEST = 1 << 24;

  private final Boundary boundary;
  private final Function<List<Piece>, R> work;
  private final Consumer<R> sink;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService threads = Executors.newFixedThreadPool(cores);
  private final Deque<Future<R>> running = new ArrayDeque<>();
  private List<Piece> block = new ArrayList<>();
  private int chars;
  private String begun = "";
  private boolean begins = true;

  /**
   * Text that is worked on in one go, no word of it cut.
   *
   * @param begins whether a document begins with it whose beginning may be marked in the tokens
   * @param ends whether a document ends with it whose end is marked in the tokens
   */
  public record Piece(String text, boolean heldOut, boolean begins, boolean ends) {}

  /** Where a text can be cut: see {@link Tokenizer#boundary}. */
  @FunctionalInterface
  public interface Boundary {
    int find(String text, int from);
  }

  /**
   * @param boundary where long texts are cut
   * @param work called on several threads
   * @param sink called on the thread that adds
   */
  public Blocks(Boundary boundary, Function<List<Piece>, R> work, Consumer<R> sink) {
    this.boundary = boundary;
    this.work = work;
    this.sink = sink;
  }

  /** Takes the next part of a text. */
  public void add(Part part) {
    String text = begun.isEmpty() ? part.text() : begun + part.text();
    int at = 0;
    while (text.length() - at > CHARS) {
      int end = boundary.find(text, at + CHARS);
      if (end == text.length() && !part.ends() && end - at < LONGEST) {
        break;
      }
      add(text.substring(at, end), part, false);
      at = end;
    }
    begun = text.substring(at);
    if (part.ends()) {
      add(begun, part, true);
      begun = "";
    }
  }

  private void add(String text, Part part, boolean ends) {
    block.add(new Piece(text, part.heldOut(), begins && part.marked(), ends && part.marked()));
    begins = ends;
    chars += text.length();
    if (chars >= CHARS) {
      submit();
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
  public void finish() {
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
