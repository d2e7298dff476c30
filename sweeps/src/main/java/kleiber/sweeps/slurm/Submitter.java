package kleiber.sweeps.slurm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kleiber.core.KleiberException;
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
    Map<String, String> configuration = slurm.configuration();
    String said = configuration.getOrDefault("MaxArraySize", "");
    int most = said.matches("\\d{1,9}") ? Integer.parseInt(said) : Integer.MAX_VALUE;
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
    Path files = scripts.files();
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
    // Workers that are there already may have every node: a plan that stands needs none.
    if (!more || !scripts.folder().isAsBefore(asked)) {
      notes.accept("planning on a node of the cluster");
      new NodePlan(slurm, scripts, extend, notes).make(asked, shortTime());
    }
    Path workers = scripts.write("workers.sh", scripts.workers(time()));
    Path report = scripts.write("report.sh", scripts.report(shortTime()));
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
}
