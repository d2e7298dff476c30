package kleiber.app.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import kleiber.analysis.anneal.AnnealingArea;
import kleiber.analysis.anneal.CurveFit;
import kleiber.analysis.anneal.CurveFitter;
import kleiber.analysis.anneal.FitExpectation;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.anneal.LoggedRuns;
import kleiber.analysis.curves.CurvesReader;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.law.Input;
import kleiber.analysis.planner.ModelPlan;
import kleiber.analysis.planner.PlanBudget;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.Columns;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Repeats;
import kleiber.analysis.table.TableFile;
import kleiber.analysis.table.TableReader;
import kleiber.analysis.testing.NoShapes;
import kleiber.core.testing.Fuzz;
import kleiber.record.expectation.RunPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, each reader gives a wholly valid value or says in words what is wrong. */
class ReadersFuzzTest {
  @TempDir Path valid;

  private static void table(Path folder, String name) {
    Columns columns = new Columns(new EnumMap<>(Input.class), Set.of(), null, ColumnUnits.NONE);
    Observations table =
        TableReader.read(
            TableFile.read(folder.resolve(name)), columns, List.of(Input.N, Input.D), Repeats.DROP);
    table
        .runs()
        .forEach(
            run ->
                assertThat(List.of(run.n(), run.d(), run.c(), run.loss()))
                    .allMatch(number -> number > 0 && Double.isFinite(number)));
  }

  private void tables(int cases) throws Exception {
    for (String name : List.of("runs.csv", "runs.jsonl", "runs.json")) {
      Path folder = Files.createDirectories(valid.resolve(name));
      String text =
          name.endsWith("csv")
              ? Examples.csv()
              : name.endsWith("l") ? Examples.jsonLines() : Examples.jsonRuns();
      Files.writeString(folder.resolve(name), text);
      Fuzz.of(name, folder, name).run(cases, read -> table(read, name));
    }
  }

  private void curves(int cases) throws Exception {
    Files.writeString(valid.resolve("curves.csv"), Examples.curves());
    Fuzz.of("curves.csv", valid, "curves.csv")
        .run(
            cases,
            folder ->
                CurvesReader.read(
                        folder.resolve("curves.csv"), Convention.TOTAL_EXACT, ColumnUnits.NONE)
                    .forEach(curve -> curve.thinned(5).lossAt(1e15)));
  }

  private void loggedCurves(int cases) throws Exception {
    Files.writeString(valid.resolve("curves.csv"), Examples.loggedCurves());
    Fuzz.of("logged curves", valid, "curves.csv")
        .run(
            cases, folder -> LoggedRuns.read(folder.resolve("curves.csv")).forEach(LoggedRun::end));
  }

  private void curveFits(int cases) throws Exception {
    Path curves = Files.writeString(valid.resolve("curves.csv"), Examples.loggedCurves());
    CurveFit fit = CurveFitter.fit(new AnnealingArea(), LoggedRuns.read(curves));
    Files.writeString(valid.resolve("curve.json"), fit.toJson());
    RunPlan plan = new RunPlan(5000, 64, new double[] {0.005, 0.01, 0.01, 0.01, 0.005, 0});
    Fuzz.of("curve.json", valid, "curve.json")
        .run(cases, folder -> FitExpectation.read(folder.resolve("curve.json"), plan));
  }

  /** A plan takes longer than all else. */
  private void fits(int cases, boolean planned) throws Exception {
    Examples.fit(valid, "--pool");
    Fuzz.of("fit.json", valid, "fit.json")
        .run(
            cases,
            folder -> {
              FittedLaw fit = FitFile.read(folder.resolve("fit.json")).fit();
              double[] inputs = fit.law().inputs().stream().mapToDouble(i -> 1e8).toArray();
              fit.predict(inputs);
              fit.voices();
              if (fit.allocates() && planned) {
                ModelPlan.of(fit, List.of(), new NoShapes(), PlanBudget.ofFlops(1e19), 1e9, 1e9);
              }
            });
  }

  @Test
  void tablesAreReadOrRefusedInWords() throws Exception {
    tables(Fuzz.SHORT);
  }

  @Test
  void curvesAreReadOrRefusedInWords() throws Exception {
    curves(Fuzz.SHORT);
  }

  @Test
  void loggedCurvesAndTheirFitsAreReadOrRefusedInWords() throws Exception {
    loggedCurves(Fuzz.SHORT);
    curveFits(Fuzz.SHORT);
  }

  @Test
  void fitsPredictOrAreRefusedInWords() throws Exception {
    fits(Fuzz.SHORT, false);
  }

  @Test
  @Tag("long")
  void twentyThousandTablesOfEachKindAre() throws Exception {
    tables(Fuzz.LONG);
  }

  @Test
  @Tag("long")
  void twentyThousandCurvesAre() throws Exception {
    curves(Fuzz.LONG);
    loggedCurves(Fuzz.LONG);
    curveFits(Fuzz.LONG);
  }

  @Test
  @Tag("long")
  void twentyThousandFitsDo() throws Exception {
    fits(Fuzz.LONG, false);
  }

  @Test
  @Tag("long")
  void aThousandFitsPlanOrAreRefusedInWords() throws Exception {
    fits(Fuzz.LONG_OF_COMMANDS, true);
  }
}
