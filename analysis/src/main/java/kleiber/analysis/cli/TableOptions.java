package kleiber.analysis.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.CurvesReader;
import kleiber.analysis.isoflop.BestValues;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Columns;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Repeats;
import kleiber.analysis.observations.TableReader;
import kleiber.trainer.KleiberException;
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

  @Option(names = "--c", paramLabel = "COLUMN", description = "Column of FLOPs; else 6ND.")
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
              + " the loss; with --law power-nd.")
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
      description =
          "How runs.csv is to be counted: total-exact, total-6nd, body-exact, body-6nd (body:"
              + " without embeddings and head).")
  private Convention convention;

  @Mixin private UnitOptions units;

  @Option(
      names = "--repeats",
      defaultValue = "drop",
      description = "Rows that repeat an earlier one in every column: ${COMPLETION-CANDIDATES}.")
  private Repeats repeats;

  /** The runs, in the convention asked for. */
  Observations read(List<Input> needed) {
    return convention == null ? read(columns(), needed) : read(convention, needed);
  }

  /** The runs counted in each of {@code conventions}. */
  Map<Convention, Observations> read(List<Convention> conventions, List<Input> needed) {
    Map<Convention, Observations> counted = new EnumMap<>(Convention.class);
    conventions.forEach(c -> counted.put(c, read(c, needed)));
    return counted;
  }

  private Observations read(Convention counted, List<Input> needed) {
    return read(counted.columns(columns()), needed);
  }

  private Observations read(Columns columns, List<Input> needed) {
    if (optimum == null) {
      return TableReader.read(file(), columns, needed, repeats);
    }
    List<Input> withValue = new ArrayList<>(needed);
    withValue.add(Input.H);
    return BestValues.of(TableReader.read(file(), columns, withValue, repeats));
  }

  /** Learning curves of the runs; empty where the table has none beside it. */
  List<Curve> curves() {
    Path file = curves != null ? curves : file().resolveSibling("curves.csv");
    if (curves == null && !Files.exists(file)) {
      return List.of();
    }
    return CurvesReader.read(
        file, convention == null ? Convention.TOTAL_EXACT : convention, units.units());
  }

  /**
   * The table itself.
   *
   * @throws KleiberException where a sweep's folder has none yet
   */
  Path file() {
    if (!Files.isDirectory(table)) {
      return table;
    }
    Path runs = table.resolve("runs.csv");
    if (!Files.exists(runs)) {
      throw KleiberException.usage(
          table + " has no runs.csv; if it is a sweep's folder, kleiber sweep collect makes it");
    }
    return runs;
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
