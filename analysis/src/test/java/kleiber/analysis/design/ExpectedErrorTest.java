package kleiber.analysis.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.FloorPrior;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Samples;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;

class ExpectedErrorTest {
  private static final Chinchilla LAW = new Chinchilla();
  private static final double NOISE = 0.003;
  private static final double[] CENTRES = {Math.log(1e8), Math.log(2e9)};
  private static final double[] P = {
    Math.log(1.69), Math.log(406.4) - .34 * CENTRES[0], .34, Math.log(410.7) - .28 * CENTRES[1], .28
  };
  private static final IsoFlopDesign DESIGN = new IsoFlopDesign(1e19, 4, 6, 7, 4, 20);
  private static final double[] TARGET = {1e9, 2e10};

  private static AssumedLaw assumed(double bend) {
    return new AssumedLaw(LAW, P, CENTRES, NOISE, Optional.empty(), bend);
  }

  /** What a fit to the design's runs predicts for the target, relative to the truth, in ln loss. */
  private static double predicted(DoubleUnaryOperator bent, SeededStream noise) {
    List<double[]> runs = DESIGN.runs();
    double[] losses =
        IntStream.range(0, runs.size())
            .mapToDouble(
                i ->
                    Math.exp(
                        assumed(0).logLoss(runs.get(i), new double[5])
                            + bent.applyAsDouble(Math.log(runs.get(i)[0] * runs.get(i)[1]))
                            + (noise == null ? 0 : NOISE * noise.normal(i))))
            .toArray();
    Samples samples = Samples.of(LAW, runs, losses);
    Fit fit = Criterion.of(new Penalty.Squared()).fitter(LAW, samples).fit(samples);
    return Math.log(fit.predict(TARGET))
        - assumed(0).logLoss(TARGET, new double[5])
        - bent.applyAsDouble(Math.log(TARGET[0] * TARGET[1]));
  }

  @Test
  void whatNoiseDoesIsWhatRefitsShow() {
    double[] errors =
        IntStream.range(0, 100)
            .mapToDouble(i -> predicted(x -> 0, SeededStream.of(i, "noise")))
            .toArray();
    double square = IntStream.range(0, 100).mapToDouble(i -> errors[i] * errors[i]).sum() / 100;
    double expected = new ExpectedError(assumed(0), DESIGN.runs()).halfWidth(TARGET);
    assertThat(expected).isCloseTo(1.645 * Math.sqrt(square + NOISE * NOISE), within(2e-3));
    assertThat(expected).isGreaterThan(1.645 * 1.2 * NOISE);
  }

  @Test
  void aBendThatTheLawLacksIsContinuedAsTheFitContinuesIt() {
    double bend = 1e-4;
    double middle =
        DESIGN.runs().stream()
            .mapToDouble(run -> Math.log(run[0] * run[1]))
            .average()
            .orElseThrow();
    double bias = predicted(x -> bend * (x - middle) * (x - middle) / 2, null);
    double without = new ExpectedError(assumed(0), DESIGN.runs()).halfWidth(TARGET) / 1.645;
    double with = new ExpectedError(assumed(bend), DESIGN.runs()).halfWidth(TARGET) / 1.645;
    assertThat(Math.sqrt(with * with - without * without))
        .isCloseTo(Math.abs(bias), within(0.05 * Math.abs(bias)));
  }

  @Test
  void aBeliefInTheFloorNarrowsWhatFewRunsLeaveOpen() {
    IsoFlopDesign narrow = new IsoFlopDesign(1e18, 2, 1.5, 4, 2, 20);
    AssumedLaw free = assumed(0);
    AssumedLaw believing =
        new AssumedLaw(LAW, P, CENTRES, NOISE, Optional.of(new FloorPrior(0.5, 0.05)), 0);
    assertThat(new ExpectedError(believing, narrow.runs()).halfWidth(TARGET))
        .isLessThan(0.7 * new ExpectedError(free, narrow.runs()).halfWidth(TARGET));
  }

  @Test
  void aSearchRanksDesignsOfTheSameCompute() {
    DesignSearch search = new DesignSearch(assumed(2e-4), 1e20, 1e17, 1e21);
    List<DesignSearch.Ranked> ranked = search.ranked();
    assertThat(ranked).hasSizeGreaterThan(20);
    assertThat(ranked).extracting(DesignSearch.Ranked::halfWidth).isSorted();
    assertThat(ranked)
        .allSatisfy(
            each -> {
              assertThat(each.design().totalFlops()).isCloseTo(1e20, within(1e12));
              assertThat(each.design().flops().get(0)).isGreaterThanOrEqualTo(1e17);
              assertThat(each.reach() * each.design().largest()).isCloseTo(1e21, within(1e12));
            });
    double one = ranked.get(0).halfWidth();
    DesignSearch more = new DesignSearch(assumed(2e-4), 4e20, 1e17, 1e21);
    assertThat(more.ranked().get(0).halfWidth()).isLessThan(one);
  }
}
