package kleiber.analysis.fit;

import java.util.Optional;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;

/**
 * What a fit minimises.
 *
 * @param penalty of residuals
 * @param floor what is believed of the floor beforehand; none for what the runs alone say
 */
public record Criterion(Penalty penalty, Optional<FloorPrior> floor) {
  /** The runs alone. */
  public static Criterion of(Penalty penalty) {
    return new Criterion(penalty, Optional.empty());
  }

  /** The same belief with another penalty. */
  public Criterion with(Penalty other) {
    return new Criterion(other, floor);
  }

  /** A fitter of {@code law} to {@code samples} and to samples drawn from them. */
  public Fitter fitter(Law law, Samples samples) {
    Fitter fitter = new Fitter(law, penalty);
    return floor.isEmpty() || law.floor().isEmpty()
        ? fitter
        : fitter.believing(floor.get(), samples);
  }

  /** For people. */
  public String describe(Law law) {
    return penalty.describe()
        + floor
            .filter(prior -> law.floor().isPresent())
            .map(prior -> "; " + prior.describe())
            .orElse("");
  }
}
