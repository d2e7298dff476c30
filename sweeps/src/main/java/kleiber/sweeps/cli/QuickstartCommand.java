package kleiber.sweeps.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.launch.MachineRequest;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.quickstart.Budget;
import kleiber.sweeps.quickstart.Experiment;
import kleiber.trainer.ExitCode;
import kleiber.trainer.KleiberException;
import kleiber.trainer.cli.Interruption;
import kleiber.trainer.cli.Kleiber;
import kleiber.trainer.cli.Subcommand;
import kleiber.trainer.loop.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kleiber quickstart}: the whole loop. Fits and reports are other commands, reached through
 * the command line and their files, as a user would.
 */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains a small sweep, fits laws to it, predicts a larger model, trains that one to check,"
          + " and writes a report.",
      "Run it again after any interruption: it goes on where it was."
    })
public final class QuickstartCommand implements Subcommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SHORTEST_MINUTES = 0.1;

  /**
   * The law that predicts. It has no floor: runs this small do not bend towards theirs, and one
   * fitted to them is too high (LOG.md, 25 November 2026).
   */
  private static final String LAW = "kaplan";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "About how long training may take; decided when it first runs.")
  private double minutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/quickstart",
      description = "The sweep's folder.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of every run.")
  private long seed;

  @Mixin private RunsPerGpuOption runsPerGpu;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!(minutes >= SHORTEST_MINUTES)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--minutes is at least " + SHORTEST_MINUTES);
    }
    Interruption.of(spec).goesOn();
    Experiment experiment = new Experiment(new SweepFolder(out));
    Machine machine = new MachineRequest(null, List.of(), runsPerGpu.value()).machine("auto");
    if (!experiment.isBegun()) {
      say("1/5  planning %s minutes of training on this machine", plain(minutes));
      Budget budget = new Budget(experiment, machine, this::note);
      experiment.begin(budget.affordable(60 * minutes, seed), seed);
    } else {
      say("1/5  going on with %s", experiment.spec());
    }
    return loop(experiment, machine);
  }

  private int loop(Experiment experiment, Machine machine) throws InterruptedException {
    if (!experiment.hasHoldout()) {
      Sweep small = Sweep.prepare(experiment.read(), experiment.folder(), machine, this::note);
      say("2/5  training %d models, the largest budget %.2e FLOPs", runs(small), largest(small));
      int code = train(small);
      if (code != ExitCode.OK.code()) {
        return code;
      }
      say("%n3/5  fitting the laws%n");
      code = kleiber("fit", out.toString(), "--law", LAW, "--out", experiment.fit().toString());
      if (code != ExitCode.OK.code()) {
        return code;
      }
      experiment.holdOut(bestSize(experiment));
    }
    Sweep whole = Sweep.prepare(experiment.read(), experiment.folder(), machine, this::note);
    PlannedRun holdout =
        whole.plan().runs().stream()
            .filter(PlannedRun::holdout)
            .findFirst()
            .orElseThrow(
                () ->
                    KleiberException.usage(
                        experiment.spec() + " holds no run out; give --out another folder"));
    say(
        "%n4/5  predicting %s, %.1f times the largest compute fitted, before it is trained%n",
        holdout.name(), holdout.size().flopsExact() / experiment.largestBudget());
    int code =
        kleiber(
            "predict",
            experiment.fit().toString(),
            "--n",
            String.valueOf(holdout.size().params().totalParams()),
            "--d",
            String.valueOf(holdout.size().tokens()));
    if (code != ExitCode.OK.code()) {
      return code;
    }
    code = train(whole);
    if (code != ExitCode.OK.code()) {
      return code;
    }
    say("%n5/5  writing the report%n");
    return kleiber("report", out.toString(), "--law", LAW, "--law", "chinchilla");
  }

  private int train(Sweep sweep) throws InterruptedException {
    StopRequest stop = Interruption.of(spec).request();
    SweepProgress progress = SweepProgress.of(sweep, out());
    Sweep.Result result = sweep.run(new Sweep.Options(3, true, false, true), progress, stop);
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

  /** N* of the fitted law at the held-out run's compute. */
  private double bestSize(Experiment experiment) {
    StringWriter text = new StringWriter();
    double flops = Experiment.BEYOND * experiment.largestBudget();
    int code =
        Kleiber.commandLine()
            .setOut(new PrintWriter(text))
            .setErr(spec.commandLine().getErr())
            .execute("plan", experiment.fit().toString(), "--flops", "" + flops, "--json");
    try {
      JsonNode size = JSON.readTree(text.toString()).at("/n");
      if (code == ExitCode.OK.code() && size.isNumber()) {
        return size.doubleValue();
      }
    } catch (IOException e) {
      throw KleiberException.failure("kleiber plan printed no JSON: " + text, e);
    }
    throw KleiberException.failure(
        "no best size follows from these runs, for the reason above; give more --minutes", null);
  }

  private int kleiber(String... arguments) {
    return Kleiber.commandLine()
        .setOut(out())
        .setErr(spec.commandLine().getErr())
        .execute(arguments);
  }

  private static int runs(Sweep sweep) {
    return sweep.plan().runs().size();
  }

  private static double largest(Sweep sweep) {
    return sweep.plan().runs().stream()
        .filter(run -> run.size() != null)
        .mapToDouble(run -> run.size().flopsExact())
        .max()
        .orElse(0);
  }

  private static String plain(double minutes) {
    return minutes == Math.rint(minutes) ? "" + (long) minutes : "" + minutes;
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
