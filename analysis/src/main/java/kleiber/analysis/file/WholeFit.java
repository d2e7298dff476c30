package kleiber.analysis.file;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.prediction.InternalFit;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * Whether a fit that was read can predict and plan: a law that is known, its parameters and draws
 * finite and as many as it has, the range of each of its inputs.
 */
final class WholeFit {
  /** Refits that are read at most. */
  private static final int MOST_DRAWS = 100_000;

  private final String place;

  private WholeFit(String place) {
    this.place = place;
  }

  /**
   * Requires a complete report to be that of a fit.
   *
   * @param place what it was read from
   * @throws KleiberException naming the part that is not
   */
  static void require(String place, FitJson report) {
    new WholeFit(place).all(report);
  }

  private void all(FitJson report) {
    Law law = law("law", report.lawFacts().id(), report.lawFacts().constants());
    fit("internal", law, report.internal());
    int index = 0;
    for (FitJson.Pooled pooled : report.pooled()) {
      String path = "pooled." + index++;
      Law other = law(path + ".law", pooled.law(), pooled.constants());
      require(other.inputs().equals(law.inputs()), path + ".law", "is a law of other inputs");
      fit(path + ".internal", other, pooled.internal());
    }
    for (String name : law.names()) {
      Double value = report.estimate().parameters().get(name);
      require(value != null && Double.isFinite(value), "parameters." + name, "is no number");
    }
    double level = report.level();
    require(level > 0 && level < 1, "level", "is " + level + ", not between 0 and 1");
    double factor = report.flopCount().factor();
    require(factor > 0 && Double.isFinite(factor), "flopCount.factor", "is no positive number");
    require(
        report.flopCount().excess() > -1 && Double.isFinite(report.flopCount().excess()),
        "flopCount.excess",
        "is no number above -1");
    List<String> known = Stream.of(Input.values()).map(Input::name).toList();
    report
        .range()
        .keySet()
        .forEach(name -> require(known.contains(name), "range." + name, "is of no input"));
    law.inputs().forEach(input -> range(input, report.range()));
    if (law.inputs().containsAll(List.of(Input.N, Input.D))) {
      range(Input.C, report.range());
    }
  }

  private Law law(String path, String id, Map<String, Double> constants) {
    require(Law.isNamed(id, constants), path, "\"" + Shown.value(id) + "\" is no law");
    if (id.equals(DataConstrained.ID)) {
      finite(path + "'s constants", constants.values());
    }
    return Law.named(id, constants);
  }

  private void fit(String path, Law law, InternalFit fit) {
    numbers(path + ".p", law.size(), fit.p());
    numbers(path + ".centres", law.inputs().size(), fit.centres());
    int draws = fit.draws().size();
    require(draws > 0 && draws <= MOST_DRAWS, path + ".draws", "has " + draws + " refits");
    for (int i = 0; i < draws; i++) {
      numbers(path + ".draws." + i, law.size(), fit.draws().get(i));
    }
    require(
        fit.residualSd() >= 0 && Double.isFinite(fit.residualSd()),
        path + ".residualSd",
        "is no number of at least 0");
    double widening = fit.record().widening();
    require(
        widening >= 1 && Double.isFinite(widening),
        path + ".record.widening",
        "is no number of at least 1");
  }

  private void numbers(String path, int expected, double[] values) {
    require(
        values.length == expected,
        path,
        "has " + values.length + " numbers, and the law has " + expected);
    finite(path, Arrays.stream(values).boxed().toList());
  }

  private void finite(String path, Collection<Double> values) {
    require(values.stream().allMatch(Double::isFinite), path, "has a number that is not finite");
  }

  private void range(Input input, Map<String, Interval> ranges) {
    Interval range = ranges.get(input.name());
    require(
        range != null && range.low() > 0 && range.high() >= range.low(),
        "range." + input,
        "does not say from where to where the runs reached");
    require(Double.isFinite(range.high()), "range." + input, "is endless");
  }

  private void require(boolean holds, String path, String fault) {
    if (!holds) {
      throw KleiberException.corrupt(
          place + ": " + path + " " + fault + "; make the fit again with kleiber fit TABLE --out");
    }
  }
}
