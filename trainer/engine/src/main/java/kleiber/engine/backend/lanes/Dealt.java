package kleiber.engine.backend.lanes;

import java.util.function.IntConsumer;

/** Tasks 0 to {@code count} − 1, dealt out to {@code lanes} in turn. */
record Dealt(int lanes, int count, IntConsumer task) implements IntConsumer {
  @Override
  public void accept(int lane) {
    for (int i = lane; i < count; i += lanes) {
      task.accept(i);
    }
  }
}
