package kleiber.core;

/**
 * A failure the user can act on. The message says what is wrong, where, and how to fix it; the
 * command line prints it without a stack trace and exits with {@link #exitCode()}. Whatever files
 * or libraries put into it, it is at most 2,000 characters that can be seen: {@link Shown}.
 */
public final class KleiberException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final boolean deviceLost;

  private KleiberException(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message, cause, false);
  }

  private KleiberException(ExitCode exitCode, String message, Throwable cause, boolean deviceLost) {
    super(Shown.message(message), cause);
    this.exitCode = exitCode;
    this.deviceLost = deviceLost;
  }

  /** Bad usage or configuration: exit 2. */
  public static KleiberException usage(String message) {
    return new KleiberException(ExitCode.USAGE, message, null);
  }

  /** Bad usage or configuration with the failure behind it: exit 2. */
  public static KleiberException usage(String message, Throwable cause) {
    return new KleiberException(ExitCode.USAGE, message, cause);
  }

  /** Corrupt data, checkpoint or model file: exit 3. */
  public static KleiberException corrupt(String message) {
    return new KleiberException(ExitCode.CORRUPT, message, null);
  }

  /** Corrupt data, checkpoint or model file with the failure behind it: exit 3. */
  public static KleiberException corrupt(String message, Throwable cause) {
    return new KleiberException(ExitCode.CORRUPT, message, cause);
  }

  /** The environment failed (disk full, no permission, native crash): exit 1. */
  public static KleiberException failure(String message, Throwable cause) {
    return new KleiberException(ExitCode.INTERNAL, message, cause);
  }

  /** A device fails whatever this process will ask of it from now on: exit 1. */
  public static KleiberException deviceLost(String message) {
    return new KleiberException(ExitCode.INTERNAL, message, null, true);
  }

  /**
   * Whether nothing that this process does on its device can succeed any more, for any run, so that
   * only another process can go on.
   */
  public boolean isDeviceLost() {
    return deviceLost;
  }

  /** The documented exit code this failure leads to. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
