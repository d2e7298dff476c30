package kleiber.sweeps.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.spec.Design;
import kleiber.sweeps.spec.SweepFile;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.ConfigValues;

/**
 * The quickstart's sweep in its folder. Its spec is a file like any sweep's, so that it can be read
 * and run again; what has been decided stands in it, so that a run that was stopped goes on with
 * the same numbers.
 *
 * @param folder of the sweep
 */
public record Experiment(SweepFolder folder) {
  /** Compute of the held-out run over the largest budget fitted. */
  public static final double BEYOND = 5.6;

  private static final String BUDGETS = "design.budgets";
  private static final String CENTRE = "design.centre";
  private static final String HOLDOUT = "holdout";
  private static final String SEEDS = "seeds";
  private static final String ORIGIN = "quickstart";

  /** Tokens per parameter that are about best for these models. */
  private static final double TOKENS_PER_PARAM = 45;

  /** Budgets close together: runs of a thousand steps or less deviate by several per cent. */
  private static final double[] PARTS = {0.35, 0.6, 1};

  /** The spec. */
  public Path spec() {
    return folder.path().resolve("quickstart.yaml");
  }

  /** The fit that the prediction was made from. */
  public Path fit() {
    return folder.path().resolve("prediction.json");
  }

  /** Whether the budgets have been chosen. */
  public boolean isBegun() {
    return Files.exists(spec());
  }

  /** The spec as it is now. */
  public SweepFile read() {
    return SweepFile.read(spec());
  }

  /** Whether the held-out run has been chosen. */
  public boolean hasHoldout() {
    return !read().spec().holdout().isEmpty();
  }

  /** The largest budget in FLOPs. */
  public double largestBudget() {
    if (read().spec().design() instanceof Design.Isoflop design && !design.budgets().isEmpty()) {
      return design.budgets().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
    throw KleiberException.usage(
        spec()
            + " is no quickstart's any more: it has no isoflop design with budgets; give --out"
            + " another folder");
  }

  /** The sweep up to {@code largestBudget} FLOPs, with a held-out run of the usual size. */
  public SweepFile draft(double largestBudget, long seed) {
    ConfigValues values = budgets(largestBudget, seed);
    double flops = BEYOND * largestBudget;
    values.put(HOLDOUT, List.of(holdout(Math.sqrt(flops / 6 / TOKENS_PER_PARAM), flops)), ORIGIN);
    return SweepFile.of(values, spec());
  }

  /** Decides the budgets. */
  public void begin(double largestBudget, long seed) {
    write(budgets(largestBudget, seed));
  }

  /** Decides the held-out run. */
  public void holdOut(double params) {
    ConfigValues values = ConfigValues.read(spec());
    values.put(HOLDOUT, List.of(holdout(params, BEYOND * largestBudget())), ORIGIN);
    write(values);
  }

  /** All threads, since nothing else is left to train beside it. */
  private static Map<String, Object> holdout(double params, double flops) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("params", String.valueOf(Math.round(params)));
    row.put("flops", digits(flops));
    row.put("threads", "0");
    return row;
  }

  private ConfigValues budgets(double largest, long seed) {
    ConfigValues values = ConfigValues.parse(template(), spec().toString());
    List<String> budgets = Arrays.stream(PARTS).mapToObj(part -> digits(part * largest)).toList();
    values.put(BUDGETS, budgets, ORIGIN);
    values.put(CENTRE, String.valueOf(TOKENS_PER_PARAM), ORIGIN);
    values.put(SEEDS, List.of(String.valueOf(seed)), ORIGIN);
    return values;
  }

  private static String digits(double flops) {
    return String.format(Locale.ROOT, "%.3e", flops);
  }

  private void write(ConfigValues values) {
    folder.write(spec(), values.toYaml());
  }

  private static String template() {
    try (InputStream in = Experiment.class.getResourceAsStream("quickstart.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
