package kleiber.lm.model;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.Op;

/** Ops in the order of the forward pass; the backward pass runs them in reverse. */
final class Program implements Op {
  private final List<Op> ops = new ArrayList<>();

  void add(Op op) {
    ops.add(op);
  }

  @Override
  public void forward() {
    for (int i = 0; i < ops.size(); i++) {
      ops.get(i).forward();
    }
  }

  @Override
  public void backward() {
    for (int i = ops.size() - 1; i >= 0; i--) {
      ops.get(i).backward();
    }
  }
}
