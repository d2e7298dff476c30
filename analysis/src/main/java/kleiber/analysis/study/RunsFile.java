package kleiber.analysis.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.CurvesReader;
import kleiber.analysis.isoflop.BestValues;
import kleiber.analysis.isoflop.Budgets;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.BestRuns;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.Columns;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Repeats;
import kleiber.analysis.table.Table;
import kleiber.analysis.table.TableFile;
import kleiber.analysis.table.TableReader;
import kleiber.core.KleiberException;
import kleiber.record.table.CurveColumn;
import kleiber.record.table.RunColumn;

/**
 * A table of runs on disk, and how it is to be taken.
 *
 * @param file the table
 * @param curves learning curves; null for {@code curves.csv} beside the table, where there is one
 * @param columns which of its columns hold what; that of {@link Input#H} holds a hyperparameter
 *     whose best values are fitted in place of losses
 * @param convention how {@code runs.csv} is to be counted; null to take the columns as they are
 * @param repeats what to do with rows that repeat an earlier one
 * @param allRuns whether all runs are fitted, even if they differ in what the law does not know
 */
public record RunsFile(
    Path file,
    Path curves,
    Columns columns,
    Convention convention,
    Repeats repeats,
    boolean allRuns) {
  /**
   * The table of a sweep, taken as the sweep wrote it.
   *
   * @throws KleiberException where there is none yet
   */
  public static RunsFile ofSweep(Path folder) {
    Columns usual = new Columns(Map.of(), Set.of(), null, ColumnUnits.NONE);
    return new RunsFile(in(folder), null, usual, null, Repeats.DROP, false);
  }

  /**
   * The table in a sweep's folder.
   *
   * @throws KleiberException where there is none yet
   */
  public static Path in(Path folder) {
    Path runs = folder.resolve(RunColumn.FILE);
    if (!Files.exists(runs)) {
      throw KleiberException.usage(
          folder
              + " has no "
              + RunColumn.FILE
              + "; if it is a sweep's folder, kleiber sweep collect makes it");
    }
    return runs;
  }

  /** Every row of the table as it stands, repeats too. */
  public Observations rows() {
    return TableReader.read(TableFile.read(file), counted(), List.of(), Repeats.KEEP);
  }

  /** The conventions in which its runs can be counted. */
  public List<Convention> conventions() {
    return Convention.in(TableFile.read(file));
  }

  /** Learning curves of the runs; empty where the table has none beside it. */
  public List<Curve> learningCurves() {
    Path read = curves != null ? curves : file.resolveSibling(CurveColumn.FILE);
    if (curves == null && !Files.exists(read)) {
      return List.of();
    }
    return CurvesReader.read(
        read, convention == null ? Convention.TOTAL_EXACT : convention, columns.units());
  }

  /**
   * What a law is fitted to.
   *
   * @param conventions in which the runs are to be counted too
   * @param learningCurves of the runs
   * @throws KleiberException where the law is of something else than the table
   */
  public Evidence evidence(
      LawChoice law, List<Convention> conventions, List<Curve> learningCurves) {
    requireMeant(law);
    Table table = TableFile.read(file);
    Map<Convention, Observations> counted = new EnumMap<>(Convention.class);
    conventions.forEach(c -> counted.put(c, best(law, table, c.columns(columns)).table()));
    BestValues runs = best(law, table, counted());
    return new Evidence(runs.table(), learningCurves, counted, new Budgets.Crowds(), runs.optima());
  }

  private Columns counted() {
    return convention == null ? columns : convention.columns(columns);
  }

  /** The column whose best values are fitted; null where losses are. */
  private String optimum() {
    return columns.inputs().get(Input.H);
  }

  private void requireMeant(LawChoice law) {
    if (columns.units().loss() != null && !law.ofLoss() && optimum() == null) {
      throw KleiberException.usage(
          "--loss-unit is the unit of a loss, and law "
              + law.name()
              + " is of no loss but of what column --loss holds; leave --loss-unit out");
    }
    if (optimum() != null && (law.ofLoss() || !law.inputs().contains(Input.N))) {
      throw KleiberException.usage(
          "--optimum fits the best "
              + optimum()
              + " at each N and D, which is no loss: law "
              + law.name()
              + " does not serve; give --law power-nd, or rate-n where all runs have the same D");
    }
  }

  private BestValues best(LawChoice law, Table table, Columns taken) {
    if (optimum() == null) {
      Observations runs = TableReader.read(table, taken, law.inputs(), repeats);
      return new BestValues(
          BestRuns.of(runs, law.inputs(), law.name(), law.ofLoss(), allRuns), List.of());
    }
    List<Input> needed = List.of(Input.N, Input.D, Input.H);
    return BestValues.of(TableReader.read(table, taken, needed, repeats), optimum());
  }
}
