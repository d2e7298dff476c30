package kleiber.sweeps.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kleiber.core.ShellWords;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * The scripts of a sweep's jobs: an array of workers, and what follows when all have ended.
 *
 * @param name the sweep's
 * @param folder the sweep's, from the root
 * @param request what is asked of Slurm
 * @param shell how nodes start this program
 * @param runsPerGpu as in {@code sweep run}, empty where it was not given
 */
public record JobScripts(
    String name,
    SweepFolder folder,
    JobRequest request,
    NodeShell shell,
    Optional<String> runsPerGpu) {
  /** How often a task may begin again; each time it has saved, so only a fault comes to it. */
  static final int MOST_REQUEUES = 20;

  /** Before the end of a job's time: enough to finish a step and write a checkpoint. */
  static final int SECONDS_TO_SAVE = 120;

  /** Starts the worker, waits for it, and begins again where it was stopped. */
  private static final String WAIT =
      """
      # Slurm sends TERM to the step %1$d s before the time is up, and when the job is preempted. The worker then saves and
      # ends with 75. This shell only waits for it: the trap does nothing but interrupt the waiting.
      trap : TERM
      srun --ntasks=1 ${SLURM_CPUS_PER_TASK:+--cpus-per-task=$SLURM_CPUS_PER_TASK} \\
        %2$s &
      step=$!
      while kill -0 "$step" 2>/dev/null; do wait "$step"; done
      wait "$step"
      code=$?
      [ "$code" = 75 ] || exit "$code"

      # Something is left to train. A job that was cancelled is not RUNNING any more, and stays cancelled.
      task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
      [ "$(squeue --noheader --jobs="$task" --format=%%T)" = RUNNING ] || exit "$code"
      if [ "${SLURM_RESTART_COUNT:-0}" -ge %3$d ]; then
        echo "kleiber: this task has begun again %3$d times, and does not any more; kleiber sweep submit goes on"
        exit "$code"
      fi
      scontrol requeue "$task" && sleep 300
      exit "$code"
      """;

  /**
   * The array's script.
   *
   * @param time each task's, empty where it is not known yet
   */
  public String workers(Optional<String> time) {
    List<String> options = new ArrayList<>(List.of("--job-name=kleiber-" + name));
    options.add("--array=" + request.array());
    options.addAll(request.sbatch());
    time.ifPresent(limit -> options.add("--time=" + limit));
    options.add("--requeue");
    options.add("--open-mode=append");
    options.add("--signal=TERM@" + SECONDS_TO_SAVE);
    options.add("--output=" + log("%A_%a.log"));
    List<String> work = new ArrayList<>(List.of("sweep", "work", folder.path().toString()));
    runsPerGpu.ifPresent(runs -> work.addAll(List.of("--runs-per-gpu", runs)));
    return text(
        options,
        "Every task trains what it can claim of the sweep, and leaves when nothing is to be had.",
        String.format(
            Locale.ROOT,
            WAIT,
            SECONDS_TO_SAVE,
            shell.kleiber(work.toArray(String[]::new)),
            MOST_REQUEUES));
  }

  /** The script of the job that collects and reports. */
  public String report(String time) {
    List<String> options = new ArrayList<>(List.of("--job-name=kleiber-" + name + "-report"));
    options.addAll(request.sbatch());
    options.add("--time=" + time);
    options.add("--open-mode=append");
    options.add("--output=" + log("%j-report.log"));
    return text(
        options,
        "When all workers have ended: the tables, and the report.",
        shell.kleiber("sweep", "collect", folder.path().toString())
            + " &&\n  "
            + shell.kleiber("report", folder.path().toString())
            + "\n");
  }

  private String text(List<String> options, String purpose, String body) {
    StringBuilder text = new StringBuilder("#!/bin/bash\n");
    options.forEach(
        option -> text.append("#SBATCH ").append(ShellWords.join(List.of(option))).append('\n'));
    return text.append("# Written by kleiber sweep submit. ")
        .append(purpose)
        .append('\n')
        .append(shell.beginning())
        .append('\n')
        .append(body)
        .toString();
  }

  /** In names of files Slurm takes a percent sign for the beginning of a figure. */
  private String log(String pattern) {
    return files(folder).toString().replace("%", "%%") + "/" + pattern;
  }

  /** Where the scripts and what the jobs say are kept. */
  static Path files(SweepFolder folder) {
    return folder.path().resolve("slurm");
  }
}
