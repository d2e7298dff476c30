package kleiber.lm.data;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Tells every few seconds how far text is read. */
final class PreparationProgress implements LongConsumer {
  private static final double SECONDS = 5;

  private final Consumer<String> sink;
  private String pass = "";
  private long all;
  private long done;
  private long begun;
  private long told;

  PreparationProgress(Consumer<String> sink) {
    this.sink = sink;
  }

  /**
   * The text is read from its beginning.
   *
   * @param what for
   * @param bytes of it
   */
  void begin(String what, long bytes) {
    pass = what;
    all = bytes;
    done = 0;
    begun = System.nanoTime();
    told = begun;
  }

  /** So many more bytes are read; what is read before the first pass is only a look at files. */
  @Override
  public void accept(long bytes) {
    done += bytes;
    long now = System.nanoTime();
    if (pass.isEmpty() || (now - told) / 1e9 < SECONDS || done == 0) {
      return;
    }
    told = now;
    double seconds = (now - begun) / 1e9;
    sink.accept(
        String.format(
            Locale.ROOT,
            "%s: %,.0f of %,.0f MB, %.0f s left",
            pass,
            done / 1e6,
            all / 1e6,
            seconds * Math.max(0, all - done) / done));
  }
}
