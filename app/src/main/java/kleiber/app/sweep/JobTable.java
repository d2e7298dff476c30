package kleiber.app.sweep;

import java.util.List;
import kleiber.app.TextTable;
import kleiber.core.KleiberException;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.Job;
import kleiber.sweeps.slurm.Slurm;
import kleiber.sweeps.slurm.Submissions;

/** The jobs of a sweep on a cluster, for {@code sweep status}. */
final class JobTable {
  private static final int TIME = 3;

  private JobTable() {}

  /** Those that have not ended, asked of Slurm at once; empty where none were submitted. */
  static String of(SweepFolder folder, Slurm slurm) {
    List<String> ids = Submissions.of(folder).ids();
    if (ids.isEmpty()) {
      return "";
    }
    if (!slurm.isHere()) {
      return "\njobs "
          + String.join(", ", ids)
          + " were submitted to a cluster; Slurm's commands, which would say how they stand, are not"
          + " here\n";
    }
    try {
      return "\n" + text(slurm.jobs(ids));
    } catch (KleiberException e) {
      // How the runs stand is known all the same.
      return "\nhow the jobs stand is not known: " + e.getMessage() + "\n";
    }
  }

  private static String text(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return "no job of this sweep is waiting or running\n";
    }
    TextTable table =
        new TextTable(column -> column != TIME, "job", "state", "node", "time", "why");
    for (Job job : jobs) {
      String reason = job.reason().equals("None") ? "" : job.reason();
      table.row(job.id(), job.state(), job.node(), job.elapsed(), reason);
    }
    return table.toText();
  }
}
