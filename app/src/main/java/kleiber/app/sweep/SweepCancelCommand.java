package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.List;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.slurm.Job;
import kleiber.sweeps.slurm.PathPrograms;
import kleiber.sweeps.slurm.Slurm;
import kleiber.sweeps.slurm.Submissions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep cancel}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Cancels the jobs of a sweep on a cluster; what runs is saved first.",
      "What is trained stays, and sweep submit goes on from there."
    })
public final class SweepCancelCommand implements Subcommand {
  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SweepFolder folder = options.folder();
    List<String> submitted = Submissions.of(folder).ids();
    if (submitted.isEmpty()) {
      out.println("no jobs were submitted for " + folder.path());
      return ExitCode.OK.code();
    }
    Slurm slurm = new Slurm(new PathPrograms(System.getenv()));
    slurm.require();
    List<String> live = slurm.jobs(submitted).stream().map(Job::ofArray).distinct().toList();
    if (live.isEmpty()) {
      out.println("no job of " + folder.path() + " is waiting or running");
      return ExitCode.OK.code();
    }
    slurm.cancel(live);
    out.println("cancelled: " + String.join(", ", live));
    return ExitCode.OK.code();
  }
}
