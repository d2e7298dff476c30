package kleiber.app.fit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.batch.NoiseLog;
import kleiber.analysis.batch.NoiseScale;
import kleiber.analysis.json.Json;
import kleiber.analysis.study.FitStudy;
import kleiber.analysis.table.CellNumber;
import kleiber.analysis.table.TableFile;
import kleiber.analysis.uncertainty.Interval;
import kleiber.app.Subcommand;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.record.RunDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber noise-scale}. */
@Command(
    name = "noise-scale",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Estimates the gradient noise scale from norms of gradients at two batch sizes.")
public final class NoiseScaleCommand implements Subcommand {
  @Parameters(
      paramLabel = "RUN",
      description =
          "The folder of a run that was trained with log.noiseScale, or a table with a row for each"
              + " measurement of both norms at the same parameters.")
  private Path table;

  @Option(
      names = "--from-step",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of a run, the first step that counts: noise rises as loss falls.")
  private long fromStep;

  @Option(
      names = "--to-step",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = "The last; by default the run's.")
  private Long toStep;

  @Option(
      names = "--small-batch",
      paramLabel = "N",
      description = "Of a table, the small batch, in sequences or tokens.")
  private Double smallBatch;

  @Option(
      names = "--big-batch",
      paramLabel = "N",
      description = "Of a table, the big batch, in the same unit.")
  private Double bigBatch;

  @Option(
      names = "--small",
      paramLabel = "COLUMN",
      defaultValue = "gradNormSmall",
      description = "Column of norms at the small batch.")
  private String small;

  @Option(
      names = "--big",
      paramLabel = "COLUMN",
      defaultValue = "gradNormBig",
      description = "Column of norms at the big batch.")
  private String big;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    NoiseLog log = Files.isDirectory(table) ? logged() : null;
    List<NoiseScale.Norms> norms = log == null ? ofTable() : log.norms();
    NoiseScale scale = NoiseScale.of(norms);
    if (Double.isNaN(scale.batch())) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s: %d measurements are too few or too noisy: |G|² comes out as %.3g and its spread"
                  + " as %.3g, and both must be positive",
              table,
              norms.size(),
              scale.squaredGradient(),
              scale.trace()));
    }
    Interval interval = NoiseScale.interval(norms, FitStudy.LEVEL, FitStudy.DRAWS, FitStudy.SEED);
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("noiseScale", scale.batch());
      object.put("interval", interval);
      object.put("level", FitStudy.LEVEL);
      if (log != null) {
        object.put("noiseScaleTokens", scale.batch() * log.tokensPerSequence());
      }
      object.put("squaredGradient", scale.squaredGradient());
      object.put("trace", scale.trace());
      spec.commandLine().getOut().println(Json.mapper().writeValueAsString(object));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "gradient noise scale %.4g (%s, %.0f %% interval)%s (|G|² %.4g, trace %.4g, %d"
                  + " measurements)%n",
              scale.batch(),
              Cells.interval("%.3g", scale.batch(), interval),
              100 * FitStudy.LEVEL,
              log == null
                  ? ", in the unit of the batches"
                  : String.format(
                      Locale.ROOT,
                      " sequences, %.4g tokens",
                      scale.batch() * log.tokensPerSequence()),
              scale.squaredGradient(),
              scale.trace(),
              norms.size());
    }
    return 0;
  }

  private NoiseLog logged() {
    NoiseLog log =
        NoiseLog.read(new RunDirectory(table).metrics())
            .between(fromStep, toStep == null ? Long.MAX_VALUE : toStep);
    if (log.measurements().isEmpty()) {
      throw KleiberException.usage(
          table
              + " has no measurement of gradient noise in these steps; train it with log.noiseScale,"
              + " such as --set log.noiseScale=10");
    }
    return log;
  }

  private List<NoiseScale.Norms> ofTable() {
    if (smallBatch == null || bigBatch == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "a table needs --small-batch and --big-batch; a run's folder has them");
    }
    List<Map<String, String>> rows = TableFile.read(table).rows();
    List<NoiseScale.Norms> norms = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      norms.add(
          new NoiseScale.Norms(smallBatch, bigBatch, norm(rows, i, small), norm(rows, i, big)));
    }
    return norms;
  }

  private double norm(List<Map<String, String>> rows, int index, String column) {
    double value = CellNumber.of(rows.get(index).get(column));
    if (value > 0) {
      return value;
    }
    throw KleiberException.usage(
        table
            + " row "
            + (index + 1)
            + ", column "
            + column
            + ": \""
            + Shown.value(rows.get(index).getOrDefault(column, ""))
            + "\" is not a positive number; name the columns with --small and --big");
  }
}
