package kleiber.analysis.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.curves.CurvesReader;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.Columns;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.TableReader;
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

  @Option(names = "--loss", paramLabel = "COLUMN", description = "Column of losses in nats.")
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

  /** The runs, in the convention asked for. */
  Observations read(List<Input> needed) {
    return convention == null
        ? TableReader.read(file(), columns(), needed)
        : read(convention, needed);
  }

  /** The runs counted in one convention. */
  Observations read(Convention counted, List<Input> needed) {
    return TableReader.read(file(), counted.columns(columns()), needed);
  }

  /** Learning curves of the runs; empty where the table has none beside it. */
  List<Curve> curves() {
    Path file = curves != null ? curves : file().resolveSibling("curves.csv");
    if (curves == null && !Files.exists(file)) {
      return List.of();
    }
    return CurvesReader.read(file, convention == null ? Convention.TOTAL_EXACT : convention);
  }

  private Path file() {
    return Files.isDirectory(table) ? table.resolve("runs.csv") : table;
  }

  private Columns columns() {
    Map<Input, String> inputs = new EnumMap<>(Input.class);
    inputs.put(Input.N, n);
    inputs.put(Input.D, d);
    inputs.put(Input.C, c);
    inputs.put(Input.U, u);
    inputs.put(Input.S, s);
    return new Columns(inputs, loss);
  }
}
