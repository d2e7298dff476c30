package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import kleiber.app.Interruption;
import kleiber.app.Subcommand;
import kleiber.core.ExitCode;
import kleiber.record.Outcome;
import kleiber.sweeps.Rounds;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber sweep run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains the runs of a sweep that are missing, several at once, and writes runs.csv.",
      "Run it again after any interruption: nothing is trained twice."
    })
public final class SweepRunCommand implements Subcommand {
  @Mixin private SweepOptions options;

  @Mixin private MachineOptions machine;

  @Mixin private RetryOptions retry;

  @Option(names = "--fail-fast", description = "Save and stop all runs at the first failure.")
  private boolean failFast;

  @Option(names = "--extend", description = "Accept runs that the sweep did not have before.")
  private boolean extend;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Interruption interruption = Interruption.of(spec);
    interruption.goesOn();
    SweepFile file = options.file();
    SweepFolder folder = options.folder();
    Sweep sweep = Sweep.prepare(file, folder, machine.choose(file), out::println);
    sweep.plan().remarks().forEach(remark -> out.println("warning: " + remark));
    SweepProgress progress = new SweepProgress(out);
    Rounds rounds =
        new Rounds(
            SweepWorker::launcher, retry.with(failFast, extend), progress::begin, out::println);
    Rounds.End end = rounds.run(sweep, interruption.request());
    progress.finish();
    if (end.last().plan().tuning().isPresent()) {
      tellCells(folder);
    }
    return report(end.result(), folder, interruption.request().getAsBoolean());
  }

  private void tellCells(SweepFolder folder) {
    PrintWriter out = spec.commandLine().getOut();
    List<CellReport> cells = CellReport.all(folder, folder.requireLedger());
    out.print(CellReport.table(cells));
    out.println(CellReport.counts(cells));
    cells.stream()
        .filter(cell -> cell.state().equals("unbracketed"))
        .forEach(
            cell ->
                out.println(
                    "warning: the best values of cell "
                        + cell.cell()
                        + " lie at an end of what was tried; begin nearer to them (tune)"));
  }

  private int report(Sweep.Result result, SweepFolder folder, boolean interrupted) {
    PrintWriter out = spec.commandLine().getOut();
    int completed = result.count(Outcome.COMPLETED);
    out.printf(
        Locale.ROOT,
        "%d of %d runs completed%s; %s%n",
        completed,
        result.runs(),
        result.answers() == 0 ? "" : ", " + result.answers() + " diverged as runs that tune may",
        folder.runsCsv());
    out.print(retry.failures(result));
    if (interrupted && !result.isComplete()) {
      return Interruption.stopped(result.saved(), out);
    }
    return result.isComplete() ? ExitCode.OK.code() : ExitCode.SWEEP_FAILURES.code();
  }
}
