package kleiber.app.sweep;

import kleiber.core.Count;
import kleiber.record.Outcome;
import kleiber.sweeps.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How often a run is tried, for the commands that train a sweep. */
public final class RetryOptions {
  private int attempts;

  @Option(names = "--retry-failed", description = "Try again the runs that failed before.")
  private boolean retryFailed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "" + Sweep.Options.ATTEMPTS,
      description =
          "How often a run is tried if its process dies; a run that diverged is not tried again.")
  void attempts(int number) {
    if (number < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--attempts must be at least 1, not " + number);
    }
    attempts = number;
  }

  /**
   * These with the others.
   *
   * @param failFast whether the first failure ends the sweep
   * @param extend whether the plan may differ from the one the folder was started with
   */
  public Sweep.Options with(boolean failFast, boolean extend) {
    return new Sweep.Options(attempts, retryFailed, failFast, extend);
  }

  /** What has failed and how it is tried again, as a line; empty where nothing has. */
  public String failures(Sweep.Result result) {
    int failed = result.count(Outcome.FAILED);
    int crashed = result.count(Outcome.CRASHED);
    return failed + crashed == 0
        ? ""
        : Count.of(failed + crashed, "run")
            + " failed"
            + (crashed == 0 ? "" : " (" + crashed + " given up after " + attempts + " crashes)")
            + "; the same command with --retry-failed tries again"
            + System.lineSeparator();
  }
}
