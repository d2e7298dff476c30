package kleiber.core.testing;

import kleiber.core.ProcessMark;

/** A process of this machine that has ended. */
public final class DeadProcess {
  private DeadProcess() {}

  /** One that had this process's number before. */
  public static ProcessMark mark() {
    ProcessMark own = ProcessMark.current();
    return new ProcessMark(own.boot(), own.space(), own.pid(), own.start() - 1);
  }
}
