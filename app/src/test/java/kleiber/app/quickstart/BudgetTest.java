package kleiber.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Arithmetic that a quickstart plans with. */
class BudgetTest {
  private static final double FEW_EPOCHS = 0.1;

  @Test
  void timeIsProportionalToCompute() {
    assertThat(Budget.next(2e12, 100, FEW_EPOCHS, 300)).isEqualTo(6e12);
    assertThat(Budget.next(2e12, 400, FEW_EPOCHS, 100)).isEqualTo(5e11);
  }

  @Test
  void noBudgetIsSoSmallThatNothingIsLearnt() {
    assertThat(Budget.next(2e12, 1e6, FEW_EPOCHS, 6)).isEqualTo(QuickstartRecipe.LEAST_FLOPS);
    assertThat(Budget.next(2e12, 1, 1000, 1e6)).isEqualTo(QuickstartRecipe.LEAST_FLOPS);
  }

  @Test
  void noRunReadsTheTextMoreThanFourTimesHoweverLongItMayTake() {
    double twiceTheTokens = Budget.next(2e12, 1, 2, 1e6);
    assertThat(twiceTheTokens).isEqualTo(8e12);
    assertThat(Math.sqrt(twiceTheTokens / 2e12) * 2).isEqualTo(QuickstartRecipe.MOST_EPOCHS);
  }
}
