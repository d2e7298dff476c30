package kleiber.app.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import kleiber.analysis.design.AssumedLaw;
import kleiber.analysis.design.DesignSearch;
import kleiber.analysis.design.IsoFlopDesign;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.lm.data.DatasetCache;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.plan.PlannedData;
import kleiber.sweeps.spec.SweepFile;

/**
 * The design for a time on a machine. Which is best depends on how much compute the time buys, and
 * that on the shapes that a design is made of; so a first design is timed, and a second corrects
 * it.
 *
 * @param file whose design is to be replaced
 * @param folder where it would be trained
 * @param machine on which
 * @param assumed of the runs
 * @param leastFlops of the smallest budget
 * @param targetFlops of the model to predict
 * @param notes told what is being timed
 */
record DesignedSweep(
    SweepFile file,
    SweepFolder folder,
    Machine machine,
    AssumedLaw assumed,
    double leastFlops,
    double targetFlops,
    Consumer<String> notes) {
  private static final String ORIGIN = "sweep design";
  private static final int ROUNDS = 3;

  /** FLOPs of the design that is timed first, over the smallest budget: several have so many. */
  private static final double FIRST_GUESS = 100;

  /**
   * What was found.
   *
   * @param ranked designs of the same compute, the best first
   * @param sweep of the best
   * @param seconds it takes
   */
  record Found(List<DesignSearch.Ranked> ranked, SweepFile sweep, double seconds) {}

  /**
   * The best for about so many seconds.
   *
   * @throws KleiberException where the time is too short for any design, or the target needs none
   */
  Found within(double seconds) throws InterruptedException {
    PlannedData data = new PlannedData(new DatasetCache(DatasetCache.defaultFolder(), notes));
    double total = FIRST_GUESS * leastFlops;
    Found found = null;
    for (int round = 0; round < ROUNDS; round++) {
      List<DesignSearch.Ranked> ranked =
          new DesignSearch(assumed, total, leastFlops, targetFlops).ranked();
      if (ranked.isEmpty()) {
        throw none(total, seconds);
      }
      SweepFile best = of(ranked.get(0).design());
      Sweep sweep = Sweep.prepare(best, data, folder, machine, notes);
      double takes = sweep.forecast().totalSeconds(sweep.plan().atLeast());
      found = new Found(ranked, best, takes);
      total *= seconds / takes;
    }
    return found;
  }

  private KleiberException none(double total, double seconds) {
    return KleiberException.usage(
        String.format(
            Locale.ROOT,
            "no design of %.2g FLOPs (about %.0f s) has three budgets between --least %.2g and"
                + " --target %.2g FLOPs; give more --minutes, or a target that is"
                + " more expensive",
            total,
            seconds,
            leastFlops,
            targetFlops));
  }

  /** The file with another design. */
  private SweepFile of(IsoFlopDesign design) {
    Path path = file.path();
    ConfigValues values = ConfigValues.parse(file.yaml(), path.toString());
    values.apply(
        ORIGIN,
        Edit.clear("design"),
        Edit.of("design.kind", "isoflop"),
        Edit.of(
            "design.budgets",
            design.flops().stream().map(c -> String.format(Locale.ROOT, "%.3e", c)).toList()),
        Edit.of("design.sizesPerBudget", String.valueOf(design.sizes())),
        Edit.of("design.spread", String.valueOf(design.spread())),
        Edit.of("design.centre", String.format(Locale.ROOT, "%.3g", design.tokensPerParam())));
    return SweepFile.of(values, path);
  }
}
