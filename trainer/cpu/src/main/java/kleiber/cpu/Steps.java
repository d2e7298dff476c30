package kleiber.cpu;

import java.util.ArrayList;
import java.util.List;

/** The steps of a pass, one after the other. */
final class Steps implements Runnable {
  private final List<Runnable> list = new ArrayList<>();

  void add(Runnable step) {
    list.add(step);
  }

  void addAll(Steps steps) {
    list.addAll(steps.list);
  }

  @Override
  public void run() {
    for (int i = 0; i < list.size(); i++) {
      list.get(i).run();
    }
  }
}
