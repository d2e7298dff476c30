package kleiber.sweeps.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  private static final Dial RATE = new Dial("optimizer.lr", 2, false);
  private static final Dial BATCH = new Dial("batch.sequences", 2, true);
  private static final int GRID = 7;
  private static final int SWEEPS = 20;
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Against a grid of seven rates at every cell, over twenty sweeps each. */
  @ParameterizedTest
  @CsvSource({
    "0.01, 0,    1,   1e9", "0.01, 0.01, 1,   1e9", "0.01, 0.01, 0.1, 1e9", "0.01, 0.01, 10, 1e9",
    "0.02, 0,    0.1, 1e9", "0.02, 0.01, 1,   1e9", "0.02, 0.01, 0.1, 3", "0.02, 0.01, 10, 3",
    "0.05, 0,    10,  1e9", "0.05, 0.01, 0.1, 1e9", "0.05, 0.01, 3,   1e9", "0.05, 0.01, 10, 3",
    "0.1,  0.01, 0.1, 1e9", "0.1,  0.01, 10,  1e9", "0.1,  0.01, 0.3, 3", "0.1,  0,    10, 3"
  })
  void threeInFiveOfAGridsRunsFindRatesWithinHalfAPerCentOfTheLowestLoss(
      double curvature, double noise, double off, double wall) {
    Valleys.Tally tally = new Valleys.Tally();
    for (int seed = 0; seed < SWEEPS; seed++) {
      new Valleys(curvature, noise, off, wall).tune(seed, tally);
    }
    assertThat(tally.runs).isLessThanOrEqualTo((int) (0.6 * GRID * tally.cells));
    assertThat(tally.flops).isLessThanOrEqualTo(0.6 * GRID * tally.flopsOfOneRunEach);
    assertThat(tally.regret / tally.cells).isLessThanOrEqualTo(0.005);
    assertThat(tally.unbracketed).isZero();
  }

  @Test
  void withoutNoiseMostCellsTakeThreeRuns() {
    Valleys.Tally tally = new Valleys.Tally();
    new Valleys(0.05, 0, 10, 1e9).tune(0, tally);
    assertThat((double) tally.runs / tally.cells).isLessThan(3.5);
    assertThat(tally.regret / tally.cells).isCloseTo(0, within(1e-4));
  }

  private static Search searched(
      List<Dial> dials, List<Double> start, ToDoubleFunction<List<Double>> loss) {
    List<Trial> trials = new ArrayList<>();
    List<List<Double>> next = Search.star(dials, start);
    while (!next.isEmpty()) {
      next.forEach(values -> trials.add(new Trial(values, loss.applyAsDouble(values))));
      next = new Search(dials, trials).next();
    }
    return new Search(dials, trials);
  }

  @Test
  void aRateAndABatchAreFoundTogether() {
    // The best rate rises with the root of the batch; the best batch is 24.
    Search search =
        searched(
            List.of(RATE, BATCH),
            List.of(1e-3, 4.0),
            v -> {
              double batch = Math.log(v.get(1) / 24);
              double rate = Math.log(v.get(0) / 6e-3) - batch / 2;
              return 3 + 0.1 * rate * rate + 0.05 * batch * batch;
            });
    assertThat(search.state()).isEqualTo(Search.State.BRACKETED);
    assertThat(search.best().orElseThrow().values())
        .isIn(List.of(0.004, 16.0), List.of(0.008, 16.0), List.of(0.008, 32.0));
    assertThat(search.vertex(1)).isBetween(14.0, 34.0);
    assertThat(search.trials().size()).isLessThan(18);
  }

  @Test
  void wholeNumbersEndAtOne() {
    Search search = searched(List.of(BATCH), List.of(2.0), v -> 3 + Math.log(v.get(0)));
    assertThat(search.trials()).extracting(t -> t.value(0)).containsExactly(2.0, 1.0, 4.0);
    assertThat(search.state()).isEqualTo(Search.State.BRACKETED);
    assertThat(search.vertex(0)).isEqualTo(1);
  }

  @Test
  void whereAllDivergeTheSearchLeapsDown() {
    Search search =
        searched(
            List.of(RATE),
            List.of(0.1),
            v -> v.get(0) > 0.02 ? NONE : 3 + Math.pow(Math.log(v.get(0) / 0.01), 2));
    assertThat(search.state()).isEqualTo(Search.State.BRACKETED);
    assertThat(search.vertex(0)).isCloseTo(0.01, within(1e-3));
    assertThat(search.trials().size()).isLessThanOrEqualTo(7);
  }

  @Test
  void aValleyWithoutAnEndIsGivenUp() {
    Search search = searched(List.of(RATE), List.of(1e-3), v -> 3 - Math.log(v.get(0)));
    assertThat(search.state()).isEqualTo(Search.State.UNBRACKETED);
    assertThat(search.trials()).hasSize(Search.MOST_PER_DIAL);
    assertThat(search.next()).isEmpty();
  }

  @Test
  void whatIsNextDoesNotDependOnTheOrderOfTrials() {
    List<Trial> trials = new ArrayList<>();
    for (double rate : new double[] {1e-3, 5e-4, 2e-3}) {
      trials.add(new Trial(List.of(rate), 3 - 100 * rate));
    }
    List<List<Double>> next = new Search(List.of(RATE), trials).next();
    assertThat(next).containsExactly(List.of(0.004));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(trials, new Random(seed));
      assertThat(new Search(List.of(RATE), trials).next()).isEqualTo(next);
    }
  }

  @Test
  void nothingFollowsBeforeAllHaveEndedNorAfterAFailure() {
    Trial good = new Trial(List.of(1e-3), 3.0);
    Search pending = new Search(List.of(RATE), List.of(good, new Trial(List.of(2e-3), null)));
    assertThat(pending.state()).isEqualTo(Search.State.SEARCHING);
    assertThat(pending.next()).isEmpty();
    Search failed = new Search(List.of(RATE), List.of(good, new Trial(List.of(2e-3), Double.NaN)));
    assertThat(failed.state()).isEqualTo(Search.State.FAILED);
    assertThat(failed.next()).isEmpty();
  }

  @Test
  void seedsCountByTheirMeanAndOneThatDivergedByItself() {
    assertThat(Trial.of(List.of(1.0), List.of(2.0, 4.0)).lossNats()).isEqualTo(3);
    assertThat(Trial.of(List.of(1.0), List.of(2.0, NONE)).lossNats()).isEqualTo(NONE);
    assertThat(Trial.of(List.of(1.0), java.util.Arrays.asList(2.0, null)).lossNats()).isNull();
  }

  @Test
  void aTrendIsLevelWithOneCellAndAPlaneWithMany() {
    CellPlace here = CellPlace.of(1e5, 2e6);
    CellPlace there = CellPlace.of(2e5, 4e6);
    assertThat(new Trend(List.of()).at(here)).isZero();
    assertThat(new Trend(List.of(new Trend.Found(here, 0.7))).at(there))
        .isCloseTo(0.7, within(1e-9));
    List<Trend.Found> found = new ArrayList<>();
    for (double n = 1e4; n < 1e6; n *= 1.5) {
      for (double d = 1e5; d < 1e7; d *= 1.5) {
        CellPlace place = CellPlace.of(n, d);
        found.add(new Trend.Found(place, 1 - 0.7 * place.lnN() + 0.3 * place.lnD()));
      }
    }
    double exact = 1 - 0.7 * there.lnN() + 0.3 * there.lnD();
    assertThat(new Trend(found).at(there)).isCloseTo(exact, within(1e-3));
  }

  @Test
  void ringsBeginInTheMiddleOfTheCheapestBudget() {
    List<CellPlace> places = new ArrayList<>();
    for (double budget : new double[] {8e11, 2e11}) {
      for (double n : new double[] {2e4, 4e4, 8e4}) {
        places.add(CellPlace.of(n, budget / 6 / n));
      }
    }
    assertThat(Rings.around(places).of()).containsExactly(4, 2, 2, 2, 0, 2);
  }
}
