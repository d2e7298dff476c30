package kleiber.app.compare;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import kleiber.analysis.compare.CompareFile;
import kleiber.analysis.compare.Comparison;
import kleiber.analysis.compare.FloorLaw;
import kleiber.analysis.compare.GainStudy;
import kleiber.analysis.report.ComparisonReport;
import kleiber.app.Interruption;
import kleiber.app.Subcommand;
import kleiber.app.Version;
import kleiber.app.sweep.MachineOptions;
import kleiber.app.sweep.RetryOptions;
import kleiber.core.ExitCode;
import kleiber.core.KleiberException;
import kleiber.core.ShellWords;
import kleiber.lm.run.StopRequest;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Says whether a variant is better than its base, and by how much compute, with an interval.",
      "Given two training configurations it trains a ladder of both, each size at its own best"
          + " learning rate; run it again after any interruption.",
      "Given two folders of sweeps, or two tables of runs, it compares these and trains nothing; so"
          + " it does with --base-loss and --variant-loss."
    })
public final class CompareCommand implements Subcommand {
  private static final int DRAWS = 2000;

  @Parameters(
      arity = "0..2",
      paramLabel = "BASE VARIANT",
      showDefaultValue = Visibility.NEVER,
      description = "Two training configurations, two folders of sweeps, or two tables.")
  private List<Path> paths = List.of();

  @Mixin private LadderOptions ladder;

  @Option(
      names = "--target",
      paramLabel = "FLOPS",
      showDefaultValue = Visibility.NEVER,
      description = "Compute at which the gain is wanted, beyond what is trained.")
  private Double target;

  @Option(
      names = "--floor",
      paramLabel = "NATS",
      showDefaultValue = Visibility.NEVER,
      description = "E of the base's law L = E + A·C^−α, in place of fitting it; with --exponent.")
  private Double floor;

  @Option(
      names = "--exponent",
      paramLabel = "NUMBER",
      showDefaultValue = Visibility.NEVER,
      description = "α of that law.")
  private Double exponent;

  @Mixin private GivenLosses losses;

  @Option(
      names = "--level",
      paramLabel = "PART",
      defaultValue = "0.9",
      description = "What part of all draws intervals hold.")
  private double level;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      showDefaultValue = Visibility.NEVER,
      description =
          "Where sweeps, compare.json and report.html go: runs/compare-BASE-VARIANT where models are"
              + " trained; finished sweeps are only printed unless it is given.")
  private Path out;

  @Option(names = "--json", description = "Print compare.json instead of words.")
  private boolean json;

  @Mixin private MachineOptions machine;

  @Mixin private RetryOptions retry;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Optional<FloorLaw> law = law();
    GainStudy study = study(law);
    if (losses.areGiven()) {
      if (!paths.isEmpty() || target != null) {
        throw KleiberException.usage(
            "two losses are compared as they are; leave out the files and --target, or the losses");
      }
      losses.print(law, out());
      return ExitCode.OK.code();
    }
    losses.requireNone();
    if (paths.size() != 2) {
      throw KleiberException.usage(
          "give a base and a variant: two training configurations, such as"
              + " configs/experiments/gelu.yaml configs/experiments/swiglu.yaml, two folders of"
              + " sweeps or two tables; or --base-loss and --variant-loss");
    }
    if (paths.stream().allMatch(CompareCommand::isConfiguration)) {
      return trained(study);
    }
    if (paths.stream().anyMatch(CompareCommand::isConfiguration)) {
      throw KleiberException.usage(
          "one of "
              + paths.get(0)
              + " and "
              + paths.get(1)
              + " is a configuration and the other is not; give two of a kind");
    }
    report(study, FinishedArms.of(paths.get(0), paths.get(1)), out);
    return ExitCode.OK.code();
  }

  private Optional<FloorLaw> law() {
    if ((floor == null) != (exponent == null)) {
      throw KleiberException.usage("--floor and --exponent are one law; give both or neither");
    }
    try {
      return floor == null ? Optional.empty() : Optional.of(new FloorLaw(floor, exponent));
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage("--floor, --exponent: " + e.getMessage(), e);
    }
  }

  private GainStudy study(Optional<FloorLaw> law) {
    if (!(level > 0 && level < 1)) {
      throw KleiberException.usage("--level must lie between 0 and 1, not " + level);
    }
    if (target != null && !(target > 0 && Double.isFinite(target))) {
      throw KleiberException.usage("--target must be above 0 FLOPs, not " + target);
    }
    OptionalDouble wanted = target == null ? OptionalDouble.empty() : OptionalDouble.of(target);
    return new GainStudy(law, wanted, level, DRAWS);
  }

  private static boolean isConfiguration(Path path) {
    return !Files.isDirectory(path) && path.toString().matches(".*\\.ya?ml");
  }

  private int trained(GainStudy study) throws InterruptedException {
    ladder.require();
    PrintWriter progress = json ? spec.commandLine().getErr() : out();
    Interruption.of(spec).goesOn();
    SweepFile base = ladder.base(paths.get(0));
    SweepFile variant = ladder.variant(paths.get(1));
    Path folder = out != null ? out : Path.of("runs", "compare-" + stem(0) + "-" + stem(1));
    TunedPair pair = TunedPair.of(base, variant, folder, machine.choose(base), progress);
    pair.require(ladder.hasOtherSeeds());
    StopRequest stop = Interruption.of(spec).request();
    for (Sweep sweep : List.of(pair.base(), pair.variant())) {
      Sweep.Result result = pair.run(sweep, retry.with(false, false), stop);
      progress.print(retry.failures(result));
      if (stop.getAsBoolean() && !result.isComplete()) {
        return Interruption.stopped(result.saved(), progress);
      }
      if (!result.isComplete()) {
        return ExitCode.SWEEP_FAILURES.code();
      }
    }
    stop.leave();
    report(
        study,
        FinishedArms.of(stem(0), TunedPair.base(folder), twin(stem(1)), TunedPair.variant(folder)),
        folder);
    return ExitCode.OK.code();
  }

  /** A name for the variant that is not the base's. */
  private String twin(String name) {
    return name.equals(stem(0)) ? name + " (variant)" : name;
  }

  private String stem(int path) {
    return paths.get(path).getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private void report(GainStudy study, FinishedArms arms, Path folder) {
    Comparison found = study.compare(arms.base(), arms.variant());
    if (json) {
      out().print(CompareFile.text(found));
    } else {
      ComparisonPrinter.print(found, out());
    }
    if (folder != null) {
      Path page = new ComparisonReport(found, command(), Version.NUMBER).write(folder);
      if (!json) {
        out().println("report     " + page);
      }
    }
  }

  private String command() {
    return ShellWords.kleiber(spec.root().commandLine().getParseResult().originalArgs());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
