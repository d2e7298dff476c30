package kleiber.cuda;

import java.util.List;

/** Launches that belong together, one after the other. */
record InOrder(List<? extends Runnable> calls) implements Runnable {
  static InOrder of(Runnable... calls) {
    return new InOrder(List.of(calls));
  }

  /** Without an iterator: this runs in every step. */
  @Override
  public void run() {
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).run();
    }
  }
}
