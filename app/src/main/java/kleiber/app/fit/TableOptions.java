package kleiber.app.fit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.isoflop.Budgets;
import kleiber.analysis.law.Input;
import kleiber.analysis.study.Evidence;
import kleiber.analysis.study.LawChoice;
import kleiber.analysis.study.RunsFile;
import kleiber.analysis.table.Columns;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Repeats;
import kleiber.core.KleiberException;
import kleiber.core.schema.Quantity;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which table, and which of its columns hold what. */
final class TableOptions {
  @Parameters(
      paramLabel = "TABLE",
      description = "CSV, JSON lines or a JSON array of runs; or a sweep's folder.")
  private Path table;

  @Option(names = "--n", paramLabel = "COLUMN", description = "Column of parameters.")
  private String n;

  @Option(names = "--d", paramLabel = "COLUMN", description = "Column of training tokens.")
  private String d;

  @Option(
      names = "--c",
      paramLabel = "COLUMN",
      description = "Column of FLOPs; by default they are 6ND.")
  private String c;

  @Option(names = "--u", paramLabel = "COLUMN", description = "Column of unique tokens.")
  private String u;

  @Option(names = "--s", paramLabel = "COLUMN", description = "Column of steps.")
  private String s;

  @Option(names = "--b", paramLabel = "COLUMN", description = "Column of batches.")
  private String b;

  @Option(
      names = "--l",
      paramLabel = "COLUMN",
      description = "Column of losses, for critical-batch.")
  private String l;

  @Option(
      names = "--optimum",
      paramLabel = "COLUMN",
      description =
          "Fit the best value of this column at each N and D, such as a learning rate, instead of"
              + " the loss; with --law power-nd or rate-n.")
  private String optimum;

  @Option(
      names = "--loss",
      paramLabel = "COLUMN",
      description = "Column of what is fitted: losses in nats.")
  private String loss;

  @Option(
      names = "--curves",
      paramLabel = "FILE",
      description = "Learning curves; without it curves.csv beside TABLE, where there is one.")
  private Path curves;

  @Option(
      names = "--convention",
      paramLabel = "NAME",
      description =
          "How runs.csv is to be counted: total-exact, total-6nd, body-exact, body-6nd (body:"
              + " without embeddings and head).")
  private Convention convention;

  @Mixin private UnitOptions units;

  @Option(
      names = "--repeats",
      paramLabel = "NAME",
      defaultValue = "drop",
      description = "Rows that repeat an earlier one in every column: ${COMPLETION-CANDIDATES}.")
  private Repeats repeats;

  @Option(
      names = "--all-runs",
      description =
          "Fit all runs, even if they differ in what the law does not know, such as a learning"
              + " rate. By default the best run of each N and D is fitted.")
  private boolean allRuns;

  @Option(
      names = "--budgets",
      paramLabel = "FLOPS,...|COLUMN",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description =
          "Budgets of isoFLOP curves, or the column that names each run's; else they are found"
              + " where runs crowd together in compute.")
  private List<String> budgets = List.of();

  /** The table as it is to be taken. */
  RunsFile runs() {
    return new RunsFile(file(), curves, columns(), convention, repeats, allRuns);
  }

  /** What a law is fitted to, with the runs counted in some conventions more. */
  Evidence evidence(LawChoice law, List<Convention> conventions, List<Curve> learningCurves) {
    Evidence evidence = runs().evidence(law, conventions, learningCurves);
    return evidence.with(budgets(evidence.table()));
  }

  /** The law that is fitted where none is named. */
  String standardLaw() {
    return optimum == null ? "chinchilla" : "power-nd";
  }

  private Budgets budgets(Observations runs) {
    if (budgets.isEmpty()) {
      return new Budgets.Crowds();
    }
    if (budgets.size() == 1
        && runs.rows().stream().anyMatch(row -> row.cells().containsKey(budgets.get(0)))) {
      return new Budgets.Column(budgets.get(0));
    }
    return new Budgets.Declared(budgets.stream().map(this::flops).toList());
  }

  private double flops(String text) {
    try {
      double flops = Quantity.parse(text.strip()).doubleValue();
      if (flops > 0 && Double.isFinite(flops)) {
        return flops;
      }
    } catch (IllegalArgumentException e) {
      // Said below, with what may stand here.
    }
    throw KleiberException.usage(
        "--budgets: \""
            + text
            + "\" is neither a positive number of FLOPs nor a column of "
            + file()
            + "; give the budgets, such as 1e18,3e18,1e19, or a column that names each run's");
  }

  /**
   * The table itself.
   *
   * @throws KleiberException where a sweep's folder has none yet
   */
  Path file() {
    return isSweep() ? RunsFile.in(table) : table;
  }

  /** Whether a sweep's folder was given, not a bare table. */
  boolean isSweep() {
    return Files.isDirectory(table);
  }

  private Columns columns() {
    Map<Input, String> inputs = new EnumMap<>(Input.class);
    inputs.put(Input.N, n);
    inputs.put(Input.D, d);
    inputs.put(Input.C, c);
    inputs.put(Input.U, u);
    inputs.put(Input.S, s);
    inputs.put(Input.B, b);
    inputs.put(Input.L, l);
    inputs.put(Input.H, optimum);
    return new Columns(inputs, Set.of(), loss, units.units());
  }
}
