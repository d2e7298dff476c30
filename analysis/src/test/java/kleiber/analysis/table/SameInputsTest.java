package kleiber.analysis.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kleiber.analysis.law.Input;
import kleiber.record.table.CellPart;
import kleiber.record.table.RunColumn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SameInputsTest {
  private enum Inputs {
    N,
    D,
    C,
    N_D,
    N_D_C,
    D_C,
    B;

    List<Input> list() {
      return List.of(name().split("_")).stream().map(Input::valueOf).toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunJoinsTheFirstGroupThatItBelongsTo(Inputs inputs) {
    List<Run> runs = runs(new Random(3));
    List<List<Run>> asked = new ArrayList<>();
    for (Run run : runs) {
      asked.stream()
          .filter(group -> new SameInputs(group).has(run, inputs.list()))
          .filter(group -> !inputs.list().contains(Input.N) || group.get(0).n() == run.n())
          .findFirst()
          .orElseGet(
              () -> {
                asked.add(new ArrayList<>());
                return asked.get(asked.size() - 1);
              })
          .add(run);
    }
    assertThat(asked.size()).isGreaterThan(3);
    assertThat(SameInputs.of(runs, inputs.list())).extracting(SameInputs::runs).isEqualTo(asked);
  }

  /** Runs that differ by about as much as may be rounding, a fifth of them of tuned cells. */
  private static List<Run> runs(Random random) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double n = Math.pow(2, random.nextInt(5)) * 1e6;
      double d = 1e9 * Math.exp(0.1 * random.nextDouble());
      double c = 6 * n * d * Math.exp(0.5 * random.nextDouble());
      Map<Input, Double> inputs = Map.of(Input.N, n, Input.D, d, Input.C, c, Input.B, d / 1e5);
      Map<String, String> others =
          random.nextInt(5) > 0
              ? Map.of()
              : Map.of(
                  RunColumn.CELL.key(),
                  "cell " + random.nextInt(8),
                  RunColumn.CELL_RUN.key(),
                  CellPart.TRIED.word());
      runs.add(new Run("run " + i, inputs, 3, "run " + i, false, i, others));
    }
    return runs;
  }
}
