package kleiber.analysis.study;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.law.Broken;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.PowerLawFloor;
import kleiber.analysis.law.Samples;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.uncertainty.CutFits;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.core.KleiberException;

/**
 * From a name on the command line to a law, where the runs have a say in it.
 *
 * @param name of a law, {@code bnsl-x} for as many breaks as predict held-out runs best, or {@code
 *     data-constrained}
 * @param given the first stage of a data-constrained law; empty to fit it to unrepeated runs
 */
public record LawChoice(String name, Map<String, Double> given) {
  /** Names that are understood. */
  public static List<String> names() {
    return Stream.concat(
            Law.all().stream().map(Law::id),
            Stream.of(DataConstrained.ID, "bnsl-n", "bnsl-d", "bnsl-c"))
        .sorted()
        .toList();
  }

  /** The inputs that the table must have. */
  public List<Input> inputs() {
    return switch (name) {
      case DataConstrained.ID -> List.of(Input.N, Input.D, Input.U);
      case "bnsl-n", "bnsl-d", "bnsl-c" -> List.of(broken());
      default -> Law.named(name, Map.of()).inputs();
    };
  }

  /** Whether it is a law of the loss. */
  public boolean ofLoss() {
    return Law.all().stream().filter(law -> law.id().equals(name)).allMatch(Law::ofLoss);
  }

  private Input broken() {
    return Input.valueOf(name.substring(5).toUpperCase(Locale.ROOT));
  }

  /**
   * The law.
   *
   * @throws KleiberException when the runs cannot determine it
   */
  public Law law(Observations table, Criterion criterion) {
    return switch (name) {
      case DataConstrained.ID ->
          given.isEmpty() ? firstStage(table, criterion) : DataConstrained.of(complete());
      case "bnsl-n", "bnsl-d", "bnsl-c" -> breaks(table, criterion);
      default -> Law.named(name, Map.of());
    };
  }

  private Map<String, Double> complete() {
    List<String> missing =
        new Chinchilla().names().stream().filter(key -> !given.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw KleiberException.usage(
          "--given lacks "
              + String.join(", ", missing)
              + " of the first stage E, A, alpha, B, beta");
    }
    return given;
  }

  private static Law firstStage(Observations table, Criterion criterion) {
    List<Run> once = table.runs().stream().filter(r -> r.d() <= r.get(Input.U) * 1.001).toList();
    Law law = new Chinchilla();
    Observations unrepeated =
        new Observations(
            once, List.of(), Map.of(), "the part of " + table.source() + " without repetition");
    unrepeated.requireEnough(law);
    Samples samples = Observations.samples(law, once);
    return DataConstrained.of(criterion.fitter(law, samples).fit(samples).published());
  }

  /** The law with the number of breaks, from none, whose rollout errs least. */
  private Law breaks(Observations table, Criterion criterion) {
    record Scored(Law law, Rollout rollout) {}
    Input input = broken();
    return Stream.concat(
            Stream.of(new PowerLawFloor(input)),
            Stream.iterate(1, i -> i <= Broken.MOST_BREAKS, i -> i + 1)
                .map(i -> new Broken(input, i)))
        .map(law -> new Scored(law, Rollout.of(new CutFits(law, criterion, table.runs()))))
        .filter(scored -> scored.rollout != null)
        .min(Comparator.comparingDouble(scored -> scored.rollout.meanAbsoluteError()))
        .map(Scored::law)
        .orElseThrow(
            () ->
                KleiberException.usage(
                    table.source()
                        + " has too few runs to choose the number of breaks by held-out error;"
                        + " name it: bnsl-"
                        + input.name().toLowerCase(Locale.ROOT)
                        + "-1"));
  }
}
