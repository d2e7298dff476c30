package kleiber.trainer.kernels.cpu;

import kleiber.trainer.kernels.Op;

/** Ops made of a runnable for each direction. */
final class CpuOps {
  private CpuOps() {}

  static Op pair(Runnable forward, Runnable backward) {
    return new Op() {
      @Override
      public void forward() {
        forward.run();
      }

      @Override
      public void backward() {
        backward.run();
      }
    };
  }

  /** An op whose input has no gradient. */
  static Op forwardOnly(Runnable forward) {
    return pair(forward, () -> {});
  }
}
