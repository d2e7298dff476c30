package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.file.FitFile;
import kleiber.analysis.json.Json;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.prediction.Distance;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.study.FitReport;
import kleiber.app.Subcommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kleiber predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Predicts a loss, or what else was fitted, with intervals.")
public final class PredictCommand implements Subcommand {
  @Parameters(paramLabel = "FIT", description = "A fit.json of kleiber fit --out.")
  private Path file;

  @Option(names = "--n", paramLabel = "N", description = "Parameters.")
  private Double n;

  @Option(names = "--d", paramLabel = "D", description = "Training tokens.")
  private Double d;

  @Option(names = "--c", paramLabel = "C", description = "Training FLOPs; for laws of C.")
  private Double c;

  @Option(
      names = "--u",
      paramLabel = "U",
      description = "Unique training tokens; for data-constrained laws.")
  private Double u;

  @Option(names = "--s", paramLabel = "S", description = "Optimiser steps; for laws of steps.")
  private Double s;

  @Option(names = "--b", paramLabel = "B", description = "Batch size; for steps-batch.")
  private Double b;

  @Option(names = "--l", paramLabel = "L", description = "Loss; for critical-batch.")
  private Double l;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FitReport report = FitFile.read(file);
    Law law = report.fit().law();
    Map<Input, Double> given = new LinkedHashMap<>();
    given.put(Input.N, n);
    given.put(Input.D, d);
    given.put(Input.C, c);
    given.put(Input.U, u);
    given.put(Input.S, s);
    given.put(Input.B, b);
    given.put(Input.L, l);
    for (Input input : given.keySet()) {
      if (given.get(input) != null && !law.inputs().contains(input)) {
        throw usage(law, "has no use for", input);
      }
    }
    double[] inputs = new double[law.inputs().size()];
    Map<Input, Double> point = new EnumMap<>(Input.class);
    for (int i = 0; i < inputs.length; i++) {
      Input input = law.inputs().get(i);
      Double value = given.get(input);
      if (value == null || !(value > 0) || value.isInfinite()) {
        throw usage(law, "needs a positive", input);
      }
      inputs[i] = value;
      point.put(input, value);
    }
    Prediction prediction = report.fit().predict(inputs);
    Distance distance = report.fit().distance(point);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("quantity", report.target().name());
      object.put("unit", report.target().unit());
      object.put("value", prediction.loss());
      if (report.target().isLoss()) {
        object.put("loss", prediction.loss());
      }
      object.put("level", report.fit().level());
      object.put("mean", prediction.mean());
      object.put("newRun", prediction.newRun());
      object.put("distance", distance);
      object.put("warnings", report.confidence().warnings());
      out.println(Json.mapper().writeValueAsString(object));
      return 0;
    }
    PredictionPrinter.print(report, prediction, distance, out);
    report.confidence().warnings().forEach(warning -> out.println("warning: " + warning));
    return 0;
  }

  private CommandLine.ParameterException usage(Law law, String what, Input input) {
    return new CommandLine.ParameterException(
        spec.commandLine(),
        "law "
            + law.id()
            + " "
            + what
            + " --"
            + input.name().toLowerCase(Locale.ROOT)
            + " ("
            + input.meaning()
            + ")");
  }
}
