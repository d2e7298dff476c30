package kleiber.core;

/** The documented exit codes of the {@code kleiber} command. */
public enum ExitCode {
  OK(0),
  INTERNAL(1),
  USAGE(2),
  CORRUPT(3),
  DIVERGED(4),
  SWEEP_FAILURES(5),
  INTERRUPTED(75);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number the process exits with. */
  public int code() {
    return code;
  }
}
