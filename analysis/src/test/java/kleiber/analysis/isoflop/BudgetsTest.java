package kleiber.analysis.isoflop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
  private static final double[] HOFFMANN = {6e18, 1e19, 3e19, 6e19, 1e20, 3e20, 6e20, 1e21, 3e21};

  private static Observations table(double[] budgets, DoubleUnaryOperator met) {
    List<Run> runs = new ArrayList<>();
    for (double budget : budgets) {
      for (int i = 0; i < 9; i++) {
        double n = Math.sqrt(budget / 120) * Math.pow(1.5, i - 4);
        double c = met.applyAsDouble(budget);
        runs.add(run(runs.size(), n, c));
      }
    }
    return new Observations(runs, List.of(), Map.of(), "table");
  }

  private static Run run(int i, double n, double c) {
    String id = "run " + i;
    return new Run(id, Map.of(Input.N, n, Input.D, c / 6 / n, Input.C, c), 3, id, false);
  }

  private static List<Double> found(Budgets budgets, Observations table) {
    return budgets.groups(table).stream().map(Budgets::flops).toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.01, 0.04, 0.08})
  void budgetsMetMoreOrLessExactlyAreFound(double spread) {
    Random random = new Random(7);
    Observations table =
        table(HOFFMANN, budget -> budget * Math.exp(spread * (2 * random.nextDouble() - 1)));
    List<List<Run>> groups = new Budgets.Crowds().groups(table);
    assertThat(groups).hasSize(9);
    assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeGreaterThanOrEqualTo(8));
  }

  @Test
  void runsThatAllFallShortOfTheirBudgetAreNotCutInTwo() {
    Random random = new Random(3);
    Observations table = table(HOFFMANN, budget -> budget * (0.85 + 0.14 * random.nextDouble()));
    assertThat(new Budgets.Crowds().groups(table)).hasSize(9);
  }

  @Test
  void exactBudgetsMayLieCloseTogether() {
    double[] close = IntStream.range(0, 8).mapToDouble(i -> 1e18 * Math.pow(1.2, i)).toArray();
    assertThat(found(new Budgets.Crowds(), table(close, budget -> budget))).hasSize(8);
  }

  @Test
  void runsOfNoBudgetMakeNone() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      runs.add(run(i, 1e6 * Math.pow(1.1, i), 1e18 * Math.pow(1.3, i)));
    }
    Observations table = new Observations(runs, List.of(), Map.of(), "table");
    assertThat(new Budgets.Crowds().groups(table)).isEmpty();
  }

  @Test
  void declaredBudgetsTakeTheRunsNearThem() {
    Observations table = table(HOFFMANN, budget -> 0.9 * budget);
    List<Double> flops = found(new Budgets.Declared(List.of(1e19, 1e21)), table);
    assertThat(flops).hasSize(2);
    assertThat(flops.get(0)).isBetween(8.99e18, 9.01e18);
    assertThat(found(new Budgets.Declared(List.of(5e22)), table)).isEmpty();
  }
}
