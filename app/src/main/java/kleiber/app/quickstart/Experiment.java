package kleiber.app.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.Design;
import kleiber.sweeps.spec.SweepFile;

/**
 * The quickstart's sweep in its folder. Its spec is a sweep's, with what was asked in a group of
 * its own; what has been decided stands in it, so that a run that was stopped goes on with the same
 * numbers.
 *
 * @param folder of the sweep
 */
record Experiment(SweepFolder folder) {
  /** The group of what is asked beyond the sweep: {@link Asked}. */
  static final String ASKED = "quickstart";

  private static final String BUDGETS = "design.budgets";
  private static final String CENTRE = "design.centre";
  private static final String HOLDOUT = "holdout";
  private static final String PATHS = "train.data.corpus.paths";
  private static final String FIELD = "train.data.corpus.field";
  private static final String FRACTION = "train.data.validationFraction";
  private static final String ORIGIN = "quickstart";

  /** The spec. */
  Path spec() {
    return folder.path().resolve("quickstart.yaml");
  }

  /** The fit that the predictions are made from. */
  Path fit() {
    return folder.path().resolve("prediction.json");
  }

  /** Whether the budgets have been chosen. */
  boolean isBegun() {
    return Files.exists(spec());
  }

  /**
   * Refuses wishes that are not what the folder was begun with.
   *
   * @throws KleiberException naming each
   */
  void require(List<Wish> wishes) {
    ConfigValues spec = ConfigValues.read(spec());
    String others =
        wishes.stream()
            .filter(wish -> wish.given() && wish.differs(spec))
            .map(wish -> "\n  " + wish.against(spec))
            .collect(Collectors.joining());
    if (!others.isEmpty()) {
      throw KleiberException.usage(
          folder.path()
              + " was begun with other options:"
              + others
              + "\nleave them out to go on with what it has, or give --out another folder");
    }
  }

  /** The sweep as it is now. */
  SweepFile read() {
    return file(ConfigValues.read(spec()));
  }

  /** What is asked beyond the sweep. */
  Asked asked() {
    return askedOf(ConfigValues.read(spec()));
  }

  static Asked askedOf(ConfigValues spec) {
    ConfigValues own = spec.copy().extract(ASKED, Path.of(ASKED).toAbsolutePath());
    return ConfigBinder.bind(own, Asked.class).config();
  }

  /** Whether the held-out runs have been chosen. */
  boolean hasHoldout() {
    return !read().spec().holdout().isEmpty();
  }

  /** The largest budget in FLOPs. */
  double largestBudget() {
    if (read().spec().design() instanceof Design.Isoflop design && !design.budgets().isEmpty()) {
      return design.budgets().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
    throw KleiberException.usage(
        spec()
            + " is no quickstart's any more: it has no isoflop design with budgets; give --out"
            + " another folder");
  }

  /** The spec of what is asked, without budgets. */
  ConfigValues asked(List<Wish> wishes) {
    ConfigValues values = QuickstartRecipe.template(spec().toString());
    wishes.forEach(wish -> values.apply(ORIGIN, wish.edits()));
    if (values.entries().containsKey(PATHS)) {
      @SuppressWarnings("unchecked")
      List<String> paths = (List<String>) values.entries().get(PATHS).value();
      String field = (String) values.entries().get(FIELD).value();
      double fraction = Text.heldOutFraction(paths, field);
      values.apply(ORIGIN, Edit.of(FRACTION, String.format(Locale.ROOT, "%.3g", fraction)));
    }
    return values;
  }

  /** The same with budgets up to {@code largest} FLOPs. */
  ConfigValues upTo(ConfigValues asked, double largest) {
    List<String> budgets =
        Arrays.stream(QuickstartRecipe.PARTS).mapToObj(part -> digits(part * largest)).toList();
    return asked
        .copy()
        .apply(
            ORIGIN,
            Edit.of(BUDGETS, budgets),
            Edit.of(CENTRE, String.valueOf(QuickstartRecipe.TOKENS_PER_PARAM)));
  }

  /** The sweep of a spec with these rows held out. */
  SweepFile file(ConfigValues spec, List<Map<String, Object>> holdout) {
    return file(spec.copy().apply(ORIGIN, Edit.of(HOLDOUT, holdout)));
  }

  private SweepFile file(ConfigValues spec) {
    ConfigValues sweep = spec.copy();
    sweep.extract(ASKED, spec().toAbsolutePath());
    return SweepFile.of(sweep, spec());
  }

  /** Decides what is asked and the budgets. */
  void begin(ConfigValues drafted) {
    write(drafted);
  }

  /**
   * Decides the held-out runs, each with the threads that the machine serves best.
   *
   * @param notes told what is being timed
   */
  void holdOut(List<HeldOutModel> models, Machine machine, Consumer<String> notes)
      throws InterruptedException {
    ConfigValues values = ConfigValues.read(spec());
    List<Map<String, Object>> rows =
        HeldOutRuns.of(Planner.of(this, machine, notes), values, models).rows();
    write(values.apply(ORIGIN, Edit.of(HOLDOUT, rows)));
  }

  /** FLOPs as a spec has them. */
  static String digits(double flops) {
    return String.format(Locale.ROOT, "%.3e", flops);
  }

  private void write(ConfigValues values) {
    folder.write(spec(), values.toYaml());
  }
}
