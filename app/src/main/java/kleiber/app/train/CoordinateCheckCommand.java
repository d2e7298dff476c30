package kleiber.app.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import kleiber.analysis.figure.SvgRenderer;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
import kleiber.core.output.AtomicFile;
import kleiber.core.schema.ConfigValues;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.probe.CoordinateCheck;
import kleiber.lm.probe.Coordinates;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber coordinate-check}. */
@Command(
    name = "coordinate-check",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains a configuration for a few steps at several widths, under µP and in the standard way.",
      "Where no activation grows or shrinks with the width, one learning rate serves all widths."
    })
public final class CoordinateCheckCommand implements Subcommand {
  private static final double LEVEL = 0.9;

  @Parameters(paramLabel = "CONFIG", description = "A YAML file, such as configs/train/*.yaml.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "Overrides a key, such as --set optimizer.lr=3e-4. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--widths",
      paramLabel = "N,...",
      split = ",",
      defaultValue = "32,64,128,256",
      description = "Channels of the models, at least two.")
  private List<Integer> widths;

  @Option(
      names = "--base-width",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description =
          "Base width of µP where the configuration has none; by default the smallest width.")
  private Integer baseWidth;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps that each model is trained, all at the peak rate.")
  private int steps;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Seeds 1 to N; slopes have an interval from two on.")
  private int seeds;

  @Option(names = "--figure", paramLabel = "FILE", description = "Write the sizes as SVG.")
  private Path figure;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Integer> rising = widths.stream().distinct().sorted().toList();
    if (rising.size() < 2 || rising.get(0) < 1 || steps < 1 || seeds < 1) {
      throw KleiberException.usage(
          "--widths needs two different numbers or more, and all numbers must be at least 1");
    }
    ConfigValues values = ConfigValues.read(file);
    overrides.forEach(values::set);
    PrintWriter err = spec.commandLine().getErr();
    CoordinateCheck check =
        new CoordinateCheck(
            values,
            rising,
            baseWidth == null ? rising.get(0) : baseWidth,
            steps,
            new DatasetCache(DatasetCache.defaultFolder(), err::println));
    CoordinateReport report =
        new CoordinateReport(rising, steps, sizes(check, true), sizes(check, false), LEVEL);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson() : report.toText());
    out.flush();
    if (figure != null) {
      AtomicFile.replace(figure, SvgRenderer.standalone(report.figure()));
    }
    return 0;
  }

  private List<List<Coordinates>> sizes(CoordinateCheck check, boolean mup) {
    return LongStream.rangeClosed(1, seeds).mapToObj(seed -> check.run(mup, seed)).toList();
  }
}
