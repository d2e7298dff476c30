package kleiber.app.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kleiber.app.testing.CommandRun;
import kleiber.core.testing.Fuzz;
import kleiber.core.testing.Limits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on hostile files: done, or refused in a few lines that say why. */
class CommandsFuzzTest {
  /** A fit computes: what it allocates and forgets is no mark of a file that asks for much. */
  private static final Limits FITTING = new Limits(Duration.ofSeconds(20), 4L << 30);

  @TempDir Path valid;

  private static void kleiber(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    CommandRun.of(arguments).endsInWords();
  }

  private void fit(int cases) throws Exception {
    Files.writeString(valid.resolve("runs.csv"), Examples.csv());
    Fuzz.of("fit", valid, "runs.csv")
        .within(FITTING)
        .run(
            cases,
            folder ->
                kleiber(
                    "fit",
                    folder.resolve("runs.csv"),
                    "--law",
                    "power-n",
                    "--bootstrap",
                    "20",
                    "--latex"));
  }

  private void report(int cases) throws Exception {
    Examples.sweep(valid);
    Fuzz.of(
            "report",
            valid,
            "runs.csv",
            "curves.csv",
            "plan.json",
            "sweep.yaml",
            "n0-a/status.json",
            "n0-a/env.json",
            "n0-a/resolved.json")
        .within(FITTING)
        .run(cases, folder -> kleiber("report", folder, "--law", "floor-n", "--bootstrap", "20"));
  }

  private void predictAndPlan(int cases) throws Exception {
    Examples.fit(valid);
    Fuzz.of("predict", valid, "fit.json")
        .run(
            cases,
            folder -> {
              Path fit = folder.resolve("fit.json");
              kleiber("predict", fit, "--n", "1e8", "--d", "1e10");
              kleiber("predict", fit, "--n", "1e8", "--d", "1e10", "--json");
              kleiber("plan", fit, "--flops", "1e19", "--unique-tokens", "1e8");
              kleiber("plan", fit, "--flops", "1e19", "--inference-tokens", "1e12", "--json");
            });
  }

  @Test
  void tablesAreFittedOrRefusedInWords() throws Exception {
    fit(40);
  }

  @Test
  void sweepsAreReportedOrRefusedInWords() throws Exception {
    report(30);
  }

  @Test
  void fitsPredictAndPlanOrAreRefusedInWords() throws Exception {
    predictAndPlan(25);
  }

  @Test
  @Tag("long")
  void aThousandTablesAreFitted() throws Exception {
    fit(Fuzz.LONG_OF_COMMANDS);
  }

  @Test
  @Tag("long")
  void aThousandSweepsAreReported() throws Exception {
    report(Fuzz.LONG_OF_COMMANDS);
  }

  @Test
  @Tag("long")
  void aThousandFitsPredictAndPlan() throws Exception {
    predictAndPlan(Fuzz.LONG_OF_COMMANDS);
  }
}
