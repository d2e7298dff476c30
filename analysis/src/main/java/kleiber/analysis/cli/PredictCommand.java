package kleiber.analysis.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;
import kleiber.analysis.planner.Distance;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.trainer.cli.Subcommand;
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
    description = "The loss a fitted law foretells, with its interval.")
public final class PredictCommand implements Subcommand {
  @Parameters(paramLabel = "FIT", description = "A fit.json of kleiber fit --out.")
  private Path file;

  @Option(names = "--n", description = "Parameters.")
  private Double n;

  @Option(names = "--d", description = "Training tokens.")
  private Double d;

  @Option(names = "--c", description = "Training FLOPs; for laws of C.")
  private Double c;

  @Option(names = "--u", description = "Unique training tokens; for data-constrained laws.")
  private Double u;

  @Option(names = "--s", description = "Optimiser steps; for laws of steps.")
  private Double s;

  @Option(names = "--b", description = "Batch; for steps-batch.")
  private Double b;

  @Option(names = "--l", description = "Loss; for critical-batch.")
  private Double l;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    FitReport report = FitReport.read(file);
    Law law = report.toLaw();
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
    Map<String, Double> point = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      Input input = law.inputs().get(i);
      Double value = given.get(input);
      if (value == null || !(value > 0) || value.isInfinite()) {
        throw usage(law, "needs a positive", input);
      }
      inputs[i] = value;
      point.put(input.name(), value);
    }
    Prediction prediction = report.predict(inputs);
    if (n != null && d != null) {
      point.put(Input.C.name(), report.flopCount().flops(n, d));
    }
    Distance distance = Distance.of(point, report.range());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("loss", prediction.loss());
      object.put("level", report.confidence().level());
      object.put("mean", prediction.mean());
      object.put("newRun", prediction.newRun());
      object.put("distance", distance);
      object.put("warnings", report.confidence().warnings());
      out.println(new ObjectMapper().writeValueAsString(object));
      return 0;
    }
    out.printf(
        Locale.ROOT,
        law.ofLoss()
            ? "loss %.4f nats a token; %.0f %% intervals: law %.4f to %.4f, one run %.4f to %.4f%n%s%n"
            : "%.4g; %.0f %% intervals: law %.4g to %.4g, one run %.4g to %.4g%n%s%n",
        prediction.loss(),
        100 * report.confidence().level(),
        prediction.mean().low(),
        prediction.mean().high(),
        prediction.newRun().low(),
        prediction.newRun().high(),
        distance.label());
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
