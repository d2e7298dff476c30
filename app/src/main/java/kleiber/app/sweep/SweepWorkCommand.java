package kleiber.app.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import kleiber.app.Interruption;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.record.Outcome;
import kleiber.sweeps.SharedWork;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep work}. */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains what it can of a sweep that is planned, beside any number of others on any hosts.",
      "What each task of a Slurm array runs, or each pod; sweep plan --write plans a sweep for it."
    })
public final class SweepWorkCommand implements Subcommand {
  @Parameters(paramLabel = "FOLDER", description = "The folder of a sweep, with its plan.json.")
  private Path path;

  @Mixin private MachineOptions machine;

  @Mixin private RetryOptions retry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Interruption interruption = Interruption.of(spec);
    interruption.goesOn();
    SweepFolder folder = new SweepFolder(path);
    folder.requireLedger();
    SweepProgress progress = new SweepProgress(out);
    SharedWork work =
        new SharedWork(
            folder,
            machine.choose(SweepFile.read(folder.sweepFile())),
            SweepWorker::launcher,
            retry.with(false, false),
            progress::begin,
            out::println);
    Sweep.Result result = work.run(interruption.request());
    progress.finish();
    return report(result, interruption.request().getAsBoolean());
  }

  /** 75 also where nothing was saved: something is left, and whoever started this starts again. */
  private int report(Sweep.Result result, boolean interrupted) {
    PrintWriter out = spec.commandLine().getOut();
    int over = result.outcomes().size();
    out.printf(
        Locale.ROOT,
        "%d of %d runs completed, %d ended otherwise, %d left%n",
        result.count(Outcome.COMPLETED),
        result.runs(),
        over - result.count(Outcome.COMPLETED),
        result.runs() - over);
    out.print(retry.failures(result));
    boolean stopped = interrupted && over < result.runs();
    if (stopped) {
      out.println("stopped with runs left; the same command goes on");
    }
    out.flush();
    return stopped ? ExitCode.INTERRUPTED.code() : ExitCode.OK.code();
  }
}
