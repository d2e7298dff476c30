package kleiber.app.quickstart;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.app.Interruption;
import kleiber.app.Subcommand;
import kleiber.app.sweep.RunsPerGpuOption;
import kleiber.app.sweep.SweepProgress;
import kleiber.app.sweep.SweepWorker;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.lm.run.StopRequest;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.MachineRequest;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.PlannedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kleiber quickstart}: the whole loop, from a text to its report. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains a small sweep on any text, fits laws to it, predicts larger models, trains those to"
          + " check, and writes a report.",
      "Run it again after any interruption: it goes on where it was. What was asked the first time"
          + " holds, and need not be given again."
    })
public final class QuickstartCommand implements Subcommand {
  @Mixin private QuickstartOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/quickstart",
      description = "The sweep's folder.")
  private Path out;

  @Mixin private RunsPerGpuOption runsPerGpu;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<Wish> wishes = options.wishes();
    Interruption.of(spec).goesOn();
    Experiment experiment = new Experiment(new SweepFolder(out));
    if (experiment.isBegun()) {
      experiment.require(wishes);
      say("1/5  going on with %s", experiment.spec());
      return loop(experiment, machine());
    }
    options.requireWhole();
    Machine machine = machine();
    say("1/5  planning %s minutes of training on this machine", options.minutes());
    QuickstartDraft draft =
        new Budget(experiment, wishes, machine, this::note).affordable(options.seconds());
    new Outlook(draft, options.seconds()).lines().forEach(this::note);
    experiment.begin(draft.spec());
    return loop(experiment, machine);
  }

  private Machine machine() {
    return new MachineRequest(null, List.of(), runsPerGpu.value()).machine("auto");
  }

  private int loop(Experiment experiment, Machine machine) throws InterruptedException {
    if (!experiment.hasHoldout()) {
      Sweep small = Sweep.prepare(experiment.read(), experiment.folder(), machine, this::note);
      say(
          "%n2/5  training %d models, the largest budget %.2e FLOPs",
          small.plan().runs().size(), experiment.largestBudget());
      int code = train(small);
      if (code != ExitCode.OK.code()) {
        return code;
      }
      say("%n3/5  fitting the laws%n");
      laws(experiment).fit();
      experiment.holdOut(best(experiment), machine, this::note);
    }
    Sweep whole = Sweep.prepare(experiment.read(), experiment.folder(), machine, this::note);
    predict(experiment, whole);
    int code = train(whole);
    if (code != ExitCode.OK.code()) {
      return code;
    }
    say("%n5/5  writing the report%n");
    laws(experiment).report();
    return ExitCode.OK.code();
  }

  /** The best models of the budgets that are held out, by the fitted law. */
  private List<HeldOutModel> best(Experiment experiment) {
    List<HeldOutModel> models = new ArrayList<>();
    for (double factor : experiment.asked().holdOut()) {
      double flops = factor * experiment.largestBudget();
      models.add(new HeldOutModel(laws(experiment).bestSize(flops), flops));
    }
    return models;
  }

  /** Says what is expected of the held-out runs, by a fit that has not seen them. */
  private void predict(Experiment experiment, Sweep whole) {
    List<PlannedRun> heldOut = whole.plan().runs().stream().filter(PlannedRun::holdout).toList();
    if (heldOut.isEmpty()) {
      throw KleiberException.usage(
          experiment.spec() + " holds no run out; give --out another folder");
    }
    say("%n4/5  predicting larger models from the fit, and training them to check");
    for (PlannedRun run : heldOut) {
      say(
          "%n%s, %.1f times the largest compute fitted",
          run.name(), run.size().flopsExact() / experiment.largestBudget());
      laws(experiment).predict(run.size().params().totalParams(), run.size().tokens());
    }
    say("");
  }

  private int train(Sweep sweep) throws InterruptedException {
    StopRequest stop = Interruption.of(spec).request();
    SweepProgress progress = SweepProgress.of(sweep, out());
    Sweep.Options again = new Sweep.Options(Sweep.Options.ATTEMPTS, true, false, true);
    Sweep.Result result = sweep.run(SweepWorker::launcher, again, progress, stop);
    progress.finish();
    if (stop.getAsBoolean() && !result.isComplete()) {
      return Interruption.stopped(result.saved(), out());
    }
    stop.leave();
    if (!result.isComplete()) {
      say("some runs failed; see %s", sweep.folder().runsCsv());
      return ExitCode.SWEEP_FAILURES.code();
    }
    return ExitCode.OK.code();
  }

  private Laws laws(Experiment experiment) {
    return new Laws(experiment, out());
  }

  private void say(String format, Object... arguments) {
    out().println(String.format(Locale.ROOT, format, arguments));
    out().flush();
  }

  private void note(String sentence) {
    say("%s", sentence);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
