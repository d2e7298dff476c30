package kleiber.app.compare;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kleiber.app.sweep.SweepProgress;
import kleiber.app.sweep.SweepWorker;
import kleiber.core.KleiberException;
import kleiber.sweeps.Rounds;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.spec.SweepFile;

/**
 * The two tuned sweeps of a comparison, in the folders {@code base} and {@code variant} of it.
 *
 * @param base planned
 * @param variant planned
 * @param out where is said what happens
 */
record TunedPair(Sweep base, Sweep variant, PrintWriter out) {
  /** The folder of the base's sweep. */
  static Path base(Path folder) {
    return folder.resolve("base");
  }

  /** The folder of the variant's sweep. */
  static Path variant(Path folder) {
    return folder.resolve("variant");
  }

  static TunedPair of(
      SweepFile base, SweepFile variant, Path folder, Machine machine, PrintWriter out)
      throws InterruptedException {
    return new TunedPair(
        Sweep.prepare(base, new SweepFolder(base(folder)), machine, out::println),
        Sweep.prepare(variant, new SweepFolder(variant(folder)), machine, out::println),
        out);
  }

  /**
   * Refuses what cannot be compared, before anything is trained.
   *
   * @param otherSeeds whether the variant has seeds of its own
   */
  void require(boolean otherSeeds) {
    EvaluatedOn.of(runs(base).get(0)).requireSame(EvaluatedOn.of(runs(variant).get(0)));
    if (!otherSeeds && configurations(base).equals(configurations(variant))) {
      throw KleiberException.usage(
          base.file().path()
              + " and "
              + variant.file().path()
              + " are the same configuration at these sizes, so the gain is 1 and nothing is to be"
              + " trained; give another variant, or --variant-seeds to see how far chance moves the"
              + " gain");
    }
  }

  private static List<PlannedRun> runs(Sweep sweep) {
    return sweep.plan().atLeast().runs();
  }

  private static Set<String> configurations(Sweep sweep) {
    return runs(sweep).stream()
        .map(run -> run.identity().configuration().hash())
        .collect(Collectors.toSet());
  }

  /** Trains what is missing of one of the two. */
  Sweep.Result run(Sweep sweep, Sweep.Options options, BooleanSupplier stop)
      throws InterruptedException {
    sweep.plan().remarks().forEach(remark -> out.println("warning: " + remark));
    SweepProgress progress = new SweepProgress(out);
    Rounds rounds = new Rounds(SweepWorker::launcher, options, progress::begin, out::println);
    Sweep.Result result = rounds.run(sweep, stop).result();
    progress.finish();
    return result;
  }
}
