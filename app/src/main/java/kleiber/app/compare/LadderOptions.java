package kleiber.app.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.lm.config.TrainConfig;
import kleiber.sweeps.spec.SweepFile;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The arguments that say which models are trained of each configuration. */
final class LadderOptions {
  private static final String ORIGIN = "kleiber compare";

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Parameters of the models, such as 20k,40k,80k; three or more show a law.")
  private List<String> sizes = List.of();

  @Option(
      names = "--tokens-per-param",
      paramLabel = "RATIO",
      split = ",",
      defaultValue = "20",
      description = "Training tokens per parameter, D over N.")
  private List<String> tokensPerParam = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "SEED",
      split = ",",
      defaultValue = "1,2,3",
      description = "Seeds of every run; both are compared seed by seed.")
  private List<String> seeds = List.of();

  @Option(
      names = "--variant-seeds",
      paramLabel = "SEED",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "Other seeds for the variant; then means are compared. With them a configuration may be"
              + " compared with itself, to check the method.")
  private List<String> variantSeeds = List.of();

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "auto",
      description =
          "Where the search for the best learning rate begins; auto for each configuration's own.")
  private String rate;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description =
          "Overrides a key of both sweeps, such as --set train.batch.sequences=8 or --set"
              + " rules.warmup=0.1. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  void require() {
    if (sizes.isEmpty()) {
      throw KleiberException.usage(
          "--sizes is missing: give the parameters of the models to train of both, such as --sizes"
              + " 20k,40k,80k; or give two folders of finished sweeps, or two losses (--base-loss,"
              + " --variant-loss)");
    }
  }

  /** Whether the variant has seeds of its own. */
  boolean hasOtherSeeds() {
    return !variantSeeds.isEmpty() && !variantSeeds.equals(seeds);
  }

  /** The tuned ladder of the base. */
  SweepFile base(Path config) {
    return ladder(config, "base", seeds);
  }

  /** The tuned ladder of the variant. */
  SweepFile variant(Path config) {
    return ladder(config, "variant", variantSeeds.isEmpty() ? seeds : variantSeeds);
  }

  private SweepFile ladder(Path config, String name, List<String> ofSeeds) {
    ConfigValues train = ConfigBinder.settled(ConfigValues.read(config), TrainConfig.class);
    ConfigValues sweep = ConfigValues.parse("name: " + name, ORIGIN);
    train
        .entries()
        .forEach(
            (key, entry) -> sweep.apply(entry.origin(), new Edit("train." + key, entry.value())));
    sweep.apply(
        ORIGIN,
        Edit.of("design.kind", "ladder"),
        Edit.of("design.sizes", sizes),
        Edit.of("design.tokensPerParam", tokensPerParam),
        Edit.of("seeds", ofSeeds),
        Edit.of("tune.optimizer.lr", rate));
    overrides.forEach(sweep::set);
    return SweepFile.of(sweep, config);
  }
}
