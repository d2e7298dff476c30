package kleiber.analysis.fit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.analysis.json.Json;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.TradeOff;
import kleiber.analysis.observations.FlopCount;
import kleiber.analysis.observations.Target;
import kleiber.analysis.planner.Allocation;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.LawWeights;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.trainer.KleiberException;
import kleiber.trainer.foreign.Complete;
import kleiber.trainer.foreign.ForeignJson;

/**
 * {@code fit.json}: all that predictions and plans need, and all that a reader should know.
 *
 * @param lawFacts which law it is
 * @param fitted the runs
 * @param estimate the parameters
 * @param confidence how sure they are
 * @param checks what else the runs say
 * @param range smallest and largest of each input fitted
 * @param flopCount C of N and D as the table counts it
 * @param internal parameters, centres and bootstrap draws, for predict and plan
 * @param pooled other laws of the same inputs fitted to the same runs, that predictions ask with
 *     this one; empty unless asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FitReport(
    int schemaVersion,
    @JsonUnwrapped LawFacts lawFacts,
    @JsonUnwrapped FittedRuns fitted,
    @JsonUnwrapped Estimate estimate,
    @JsonUnwrapped Confidence confidence,
    @JsonUnwrapped Checks checks,
    Map<String, Interval> range,
    FlopCount flopCount,
    InternalFit internal,
    List<Pooled> pooled) {
  /** The version of the format. */
  public static final int SCHEMA_VERSION = 2;

  private static final ObjectMapper JSON = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Another law, fitted to the same runs. */
  public record Pooled(String law, Map<String, Double> constants, InternalFit internal) {
    private Prediction.Voice voice(double... inputs) {
      return FitReport.voice(Law.named(law, constants), internal, inputs);
    }
  }

  /** What was fitted. */
  public Target target() {
    return fitted.target();
  }

  /** Parameters of every bootstrap refit by name, with a and b where there are any. */
  public List<Map<String, Double>> namedDraws() {
    return new NamedParameters(toLaw(), internal.centres(), flopCount).of(internal.draws());
  }

  /** This law and those it was compared with, itself first. */
  public List<LawResult> laws() {
    List<LawResult> laws = new ArrayList<>();
    laws.add(
        new LawResult(
            lawFacts.id(),
            lawFacts.formula(),
            estimate.parameters(),
            confidence.intervals(),
            confidence.diagnostics().converged(),
            internal.residualSd(),
            internal.aicc(),
            checks.rollout()));
    laws.addAll(checks.comparison());
    return laws;
  }

  /** The law's class. */
  public Law toLaw() {
    return lawFacts.toLaw();
  }

  /** What a law that allocates predicts for unrepeated tokens. */
  public Prediction predictUnrepeated(double n, double d) {
    return Prediction.of(internal, confidence.level(), p -> surface(p).loss(n, d));
  }

  /**
   * Whether the fit splits a budget into an optimal N* and D*: a law of N and D alone, and a loss
   * that falls with both.
   */
  public boolean allocates() {
    return toLaw().allocates() && surface(internal.p()).hasOptimum();
  }

  /**
   * What is predicted at inputs in their own units, with intervals, by all laws that are pooled.
   */
  public Prediction predict(double... inputs) {
    return predict(toLaw(), internal, pooled, confidence.level(), inputs);
  }

  static Prediction predict(
      Law law, InternalFit internal, List<Pooled> pooled, double level, double... inputs) {
    List<Prediction.Voice> voices = new ArrayList<>();
    voices.add(voice(law, internal, inputs));
    pooled.forEach(other -> voices.add(other.voice(inputs)));
    return Prediction.pooled(voices, level);
  }

  private static Prediction.Voice voice(Law law, InternalFit fit, double... inputs) {
    return new Prediction.Voice(fit, p -> law.loss(p, fit.centres(), inputs));
  }

  /** The laws that {@link #predict} asks, each with its weight, in words. */
  public String voices() {
    List<Pooled> all =
        new ArrayList<>(List.of(new Pooled(lawFacts.id(), lawFacts.constants(), internal)));
    all.addAll(pooled);
    double[] weights = LawWeights.of(all.stream().map(Pooled::internal).toList());
    return IntStream.range(0, weights.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%s %.0f %%", all.get(i).law(), 100 * weights[i]))
        .collect(Collectors.joining(", "));
  }

  /** The split of a budget with the lowest loss under the law. */
  public Allocation optimal(double flops) {
    return optimal(internal.p(), flops);
  }

  /** The same under internal parameters {@code p}, such as a bootstrap draw. */
  public Allocation optimal(double[] p, double flops) {
    return Allocation.optimal(surface(p), flops, flopCount);
  }

  /**
   * The loss of a law that allocates, of unrepeated tokens, under internal parameters {@code p}.
   */
  public TradeOff surface(double[] p) {
    return toLaw().surface(p, internal.centres());
  }

  /** The largest compute fitted; NaN where the table does not tell. */
  public double largestFlops() {
    return range.containsKey("C") ? range.get("C").high() : Double.NaN;
  }

  /** The report as JSON. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (IOException e) {
      throw KleiberException.failure("cannot write the fit as JSON", e);
    }
  }

  /**
   * Reads {@code fit.json}.
   *
   * @throws KleiberException when the file is missing or no fit
   */
  public static FitReport read(Path file) {
    if (!Files.exists(file)) {
      throw KleiberException.usage(
          "there is no file " + file + "; make it with kleiber fit TABLE --out " + file);
    }
    ObjectNode tree = ForeignJson.object(file, ForeignJson.SMALL);
    Optional<String> other = ForeignJson.otherVersion(tree, SCHEMA_VERSION);
    if (other.isPresent()) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s is no fit, or one of another version of kleiber: its schemaVersion is %s, and this"
                  + " kleiber reads %d; make it again with kleiber fit TABLE --out",
              file,
              other.get(),
              SCHEMA_VERSION));
    }
    FitReport report =
        Complete.require(
            file.toString(),
            ForeignJson.bind(Json.reader(), file.toString(), tree, FitReport.class));
    WholeFit.require(file.toString(), report);
    return report;
  }
}
