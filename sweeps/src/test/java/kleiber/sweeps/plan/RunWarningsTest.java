package kleiber.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunWarningsTest {
  @Test
  void warningsThatAreTheSameButForFiguresAreToldOnceWithACount() {
    RunWarnings warnings = new RunWarnings();
    for (int i = 1; i <= 6; i++) {
      warnings.add("r" + i, "has 0." + i + "1e-05 tokens per parameter, which is few");
    }
    warnings.add("r2", "passes over its 1,204 tokens 7.5 times");
    warnings.add("r3", "will fail: no text");
    warnings.add("r4", "will fail: no text");
    assertThat(warnings.told())
        .containsExactly(
            "r1 has 0.11e-05 tokens per parameter, which is few (and likewise 5 more runs: r2, r3,"
                + " r4, …)",
            "r2 passes over its 1,204 tokens 7.5 times",
            "r3 will fail: no text (and likewise 1 more run: r4)");
  }
}
