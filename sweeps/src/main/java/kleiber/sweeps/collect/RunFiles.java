package kleiber.sweeps.collect;

import java.util.Optional;
import kleiber.record.Basis;
import kleiber.record.Look;
import kleiber.record.RunDirectory;
import kleiber.record.SharedSteps;
import kleiber.record.Status;

/**
 * What a row of {@code runs.csv} needs of a run's folder.
 *
 * @param status empty where it has not begun
 * @param branch empty where it takes all steps itself
 * @param basis what it was begun on; empty where nobody wrote that down
 */
record RunFiles(Optional<Status> status, Optional<SharedSteps> branch, Optional<Basis> basis) {
  /** Of a run of which nothing can be known. */
  static final RunFiles NONE = new RunFiles(Optional.empty(), Optional.empty(), Optional.empty());

  static Look<RunFiles> read(RunDirectory run) {
    return Look.of(
        run,
        () ->
            Optional.of(
                new RunFiles(
                    run.readStatus(),
                    run.readJson(run.branch(), SharedSteps.class),
                    run.readBasis())));
  }
}
