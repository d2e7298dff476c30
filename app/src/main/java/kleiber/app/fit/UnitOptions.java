package kleiber.app.fit;

import java.util.EnumMap;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.LossUnit;
import kleiber.analysis.table.Unit;
import picocli.CommandLine.Option;

/** What the columns of a table count in, where it is not one parameter, token or FLOP. */
final class UnitOptions {
  @Option(
      names = "--n-unit",
      paramLabel = "UNIT",
      description =
          "Unit of parameters: k, M, B, T or a number such as 1e6. A cell such as 1.2B says its own.")
  private String n;

  @Option(names = "--d-unit", paramLabel = "UNIT", description = "Unit of training tokens.")
  private String d;

  @Option(
      names = "--c-unit",
      paramLabel = "UNIT",
      description = "Unit of FLOPs: also PF-days, 8.64e19.")
  private String c;

  @Option(names = "--u-unit", paramLabel = "UNIT", description = "Unit of unique tokens.")
  private String u;

  @Option(names = "--s-unit", paramLabel = "UNIT", description = "Unit of steps.")
  private String s;

  @Option(names = "--b-unit", paramLabel = "UNIT", description = "Unit of batches.")
  private String b;

  @Option(
      names = "--loss-unit",
      paramLabel = "UNIT",
      description = "Unit of losses: nats (unless the header says another), bits or perplexity.")
  private LossUnit loss;

  /** Those that were given. */
  ColumnUnits units() {
    Map<Input, Unit> given = new EnumMap<>(Input.class);
    put(given, Input.N, n, "--n-unit");
    put(given, Input.D, d, "--d-unit");
    put(given, Input.C, c, "--c-unit");
    put(given, Input.U, u, "--u-unit");
    put(given, Input.S, s, "--s-unit");
    put(given, Input.B, b, "--b-unit");
    return new ColumnUnits(given, loss);
  }

  private static void put(Map<Input, Unit> units, Input input, String given, String option) {
    if (given != null) {
      units.put(input, Unit.of(given, option));
    }
  }
}
