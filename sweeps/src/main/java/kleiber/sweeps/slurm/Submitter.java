package kleiber.sweeps.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import kleiber.core.ExitCode;
import kleiber.core.IoReason;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.Submissions.Submission;

/**
 * Brings a sweep to a cluster: looks whether it can be had as asked, plans it on a node, submits
 * its jobs and remembers them in the folder.
 *
 * @param slurm the cluster
 * @param scripts what is submitted
 * @param more whether jobs of before may still be there
 * @param extend whether the plan may differ from the one the folder was started with
 * @param notes told what is done, and what the node says
 */
public record Submitter(
    Slurm slurm, JobScripts scripts, boolean more, boolean extend, Consumer<String> notes) {
  /** What the node's shell ends with where it does not see the folder. */
  static final int NOT_SHARED = 66;

  /** What a shell ends with that does not find a program. */
  private static final int NOT_FOUND = 127;

  /** Of a job that does not train. */
  private static final long SHORT_MINUTES = 60;

  private static final String NO_DATABASE = "accounting_storage/none";

  /**
   * Looks whether all can be had as asked; nothing is written or submitted.
   *
   * @throws KleiberException where it cannot, in words
   */
  public void check() {
    slurm.require();
    requireOptions();
    if (!more) {
      requireNoJobs();
    }
    // The plan is not looked for: a shared file system may go on saying that it is not there.
    slurm.test(scripts.workers(scripts.request().time()));
    slurm.test(scripts.report(shortTime()));
  }

  /** What sbatch takes and means otherwise, or refuses without a reason. */
  private void requireOptions() {
    var configuration = slurm.configuration();
    int most = Integer.parseInt(configuration.getOrDefault("MaxArraySize", "1001"));
    JobRequest request = scripts.request();
    if (request.jobs() > most) {
      throw KleiberException.usage(
          "--jobs is at most " + most + " on this cluster (MaxArraySize), not " + request.jobs());
    }
    for (String option : List.of("account", "qos")) {
      if (request.get(option).isPresent()
          && NO_DATABASE.equals(configuration.get("AccountingStorageType"))) {
        throw KleiberException.usage(
            "--"
                + option
                + " "
                + request.get(option).get()
                + ": this cluster keeps no accounts (AccountingStorageType is "
                + NO_DATABASE
                + "), so it knows none of that name; leave it out");
      }
    }
  }

  private void requireNoJobs() {
    List<Job> jobs = slurm.jobs(Submissions.of(scripts.folder()).ids());
    if (!jobs.isEmpty()) {
      Path folder = scripts.folder().path();
      throw KleiberException.usage(
          "jobs of this sweep are waiting or running already: "
              + String.join(", ", jobs.stream().map(Job::id).toList())
              + "; kleiber sweep status "
              + folder
              + " shows them, --more adds workers to them, and kleiber sweep cancel "
              + folder
              + " ends them");
    }
  }

  /** The scripts as far as they are known before the sweep is planned on a node. */
  public String dry() {
    Path files = JobScripts.files(scripts.folder());
    return "# "
        + files.resolve("workers.sh")
        + (time().isPresent() ? "" : "; its --time follows from the plan, which a node makes")
        + "\n"
        + scripts.workers(time())
        + "\n# "
        + files.resolve("report.sh")
        + "\n"
        + scripts.report(shortTime());
  }

  /**
   * Plans and submits.
   *
   * @param asked the sweep's YAML
   */
  public Submission submit(String asked) {
    plan(asked);
    Path workers = write("workers.sh", scripts.workers(Optional.of(time().orElseThrow())));
    Path report = write("report.sh", scripts.report(shortTime()));
    SweepFolder folder = scripts.folder();
    Submissions before = Submissions.of(folder);
    String array = slurm.submit(workers, List.of());
    int tasks = scripts.request().jobs();
    // Written at once: whatever follows, these jobs are there.
    before.and(new Submission(array, tasks, null)).write(folder);
    String last = slurm.submit(report, List.of("--dependency=afterany:" + array));
    Submission submission = new Submission(array, tasks, last);
    before.and(submission).write(folder);
    return submission;
  }

  /** Plans on a node of the kind that will train: times, memory and {@code auto} are its own. */
  private void plan(String asked) {
    Path file = write("asked-" + UUID.randomUUID() + ".yaml", asked);
    try {
      List<String> options = new ArrayList<>(scripts.request().srun());
      options.add("--job-name=kleiber-" + scripts.name() + "-plan");
      options.add("--time=" + scripts.request().time().orElse(shortTime()));
      notes.accept("planning on a node of the cluster");
      requirePlanned(slurm.run(options, onNode(file), notes));
    } finally {
      file.toFile().delete();
    }
  }

  private String onNode(Path asked) {
    List<String> words = new ArrayList<>(List.of("sweep", "plan", asked.toString()));
    words.addAll(List.of("--out", scripts.folder().path().toString(), "--write"));
    if (extend) {
      words.add("--extend");
    }
    scripts.runsPerGpu().ifPresent(runs -> words.addAll(List.of("--runs-per-gpu", runs)));
    return "[ -e "
        + ShellWords.join(List.of(asked.toString()))
        + " ] || exit "
        + NOT_SHARED
        + "\n"
        + scripts.shell().beginning()
        + scripts.shell().kleiber(words.toArray(String[]::new));
  }

  private void requirePlanned(int exit) {
    Path folder = scripts.folder().path();
    if (exit == NOT_SHARED || exit == 0 && scripts.folder().readLedger().isEmpty()) {
      throw KleiberException.usage(
          "the nodes of the cluster do not see "
              + folder
              + ": only this machine has it; name a folder on a file system that all nodes share,"
              + " with --out");
    } else if (exit == NOT_FOUND) {
      throw KleiberException.usage(
          "the node does not find a program, as it says above; kleiber and Java must lie where all"
              + " nodes see them, or --setup must bring them ("
              + ShellWords.kleiber(List.of())
              + ")");
    } else if (exit == ExitCode.CORRUPT.code()) {
      throw KleiberException.corrupt("the node could not plan the sweep; it says why above");
    } else if (exit != 0) {
      throw KleiberException.usage(
          "the node could not plan the sweep and ended with " + exit + "; it says why above");
    }
  }

  /** What the user gave, else what follows from the plan, as far as there is one. */
  private Optional<String> time() {
    return scripts
        .request()
        .time()
        .or(() -> scripts.folder().readLedger().flatMap(this::planned).map(String::valueOf));
  }

  private Optional<Long> planned(Ledger ledger) {
    int runsAtOnce = scripts.request().together() * ledger.slots();
    return Optional.ofNullable(ledger.work())
        .map(work -> most(SlurmTime.minutes(work, runsAtOnce)));
  }

  private String shortTime() {
    return String.valueOf(most(SHORT_MINUTES));
  }

  private long most(long minutes) {
    return slurm
        .mostMinutes(scripts.request().get("partition"))
        .map(limit -> Math.min(limit, minutes))
        .orElse(minutes);
  }

  private Path write(String name, String content) {
    Path files = JobScripts.files(scripts.folder());
    try {
      Files.createDirectories(files);
    } catch (IOException e) {
      throw KleiberException.failure("cannot make " + files + ": " + IoReason.of(e), e);
    }
    scripts.folder().write(files.resolve(name), content);
    return files.resolve(name);
  }
}
