package kleiber.analysis.fit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.analysis.curves.Envelope;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Surface;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.FlopCount;
import kleiber.analysis.planner.Allocation;
import kleiber.analysis.uncertainty.AkaikeWeights;
import kleiber.analysis.uncertainty.Diagnostics;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.trainer.KleiberException;

/**
 * {@code fit.json}: all that predictions and plans need, and all that a reader should know.
 *
 * @param law its name
 * @param constants what it takes from an earlier fit
 * @param formula the law
 * @param source its paper
 * @param data the table
 * @param runs how many were fitted
 * @param excluded runs left out, with reasons
 * @param penalty the objective in words
 * @param parameters as published
 * @param objective the sum that was minimised
 * @param objectivePerRun that sum over the number of runs
 * @param level of all intervals
 * @param intervals on the parameters, and on allocation exponents a and b where there are any
 * @param diagnostics how far to trust it
 * @param warnings in words
 * @param rollout error on the dearest runs when fitted without them; null where too few
 * @param comparison rollouts of other laws
 * @param isoflop approach 2 beside the law; null where the runs form no budgets
 * @param envelope approach 1; null without learning curves
 * @param conventions the same law under every way to count parameters and FLOPs, where asked for
 * @param holdouts predictions of runs that were never fitted
 * @param range smallest and largest of each input fitted
 * @param flopCount C of N and D as the table counts it
 * @param internal parameters, centres and bootstrap draws, for predict and plan
 * @param pooled other laws of the same inputs fitted to the same runs, whose say predictions count
 *     with this one's; empty unless asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FitReport(
    int schemaVersion,
    String law,
    Map<String, Double> constants,
    String formula,
    String source,
    String data,
    int runs,
    Map<String, String> excluded,
    String penalty,
    Map<String, Double> parameters,
    double objective,
    double objectivePerRun,
    double level,
    Map<String, Interval> intervals,
    Diagnostics diagnostics,
    List<String> warnings,
    Rollout rollout,
    List<Rollout> comparison,
    IsoFlop isoflop,
    Envelope envelope,
    List<ConventionFit> conventions,
    List<Holdout> holdouts,
    Map<String, Interval> range,
    FlopCount flopCount,
    Internal internal,
    List<Pooled> pooled) {
  /** The version of the format. */
  public static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** A held-out run: its predicted loss, the interval of a new run, and what was measured. */
  public record Holdout(String run, double predicted, Interval interval, double measured) {}

  /** A refit: parameters of the law, with a and b, and a of approach 2 where there are budgets. */
  public record ConventionFit(
      Convention convention, Map<String, Double> parameters, Double isoflopA) {}

  /** The fit in its own parameters. */
  public record Internal(
      double[] p, double[] centres, List<double[]> draws, double residualSd, double aicc) {}

  /** Another law, fitted to the same runs. */
  public record Pooled(String law, Map<String, Double> constants, Internal internal) {
    private Prediction.Voice voice(double... inputs) {
      return FitReport.voice(Law.named(law, constants), internal, inputs);
    }
  }

  /** The law's class. */
  public Law toLaw() {
    return Law.named(law, constants);
  }

  /** What a law that allocates foretells for unrepeated tokens. */
  public Prediction predictUnrepeated(double n, double d) {
    return Prediction.of(internal, level, p -> surface(p).loss(n, d));
  }

  /** Whether the law is of N and D alone, so that it splits a budget into an optimal N* and D*. */
  public boolean allocates() {
    return toLaw().allocates();
  }

  /**
   * The loss foretold at inputs in their own units, with intervals, by all laws that are pooled.
   */
  public Prediction predict(double... inputs) {
    return predict(toLaw(), internal, pooled, level, inputs);
  }

  static Prediction predict(
      Law law, Internal internal, List<Pooled> pooled, double level, double... inputs) {
    List<Prediction.Voice> voices = new ArrayList<>();
    voices.add(voice(law, internal, inputs));
    pooled.forEach(other -> voices.add(other.voice(inputs)));
    return Prediction.pooled(voices, level);
  }

  private static Prediction.Voice voice(Law law, Internal fit, double... inputs) {
    return new Prediction.Voice(fit, p -> law.loss(p, fit.centres(), inputs));
  }

  /** The laws that {@link #predict} asks, each with its part of the say, in words. */
  public String voices() {
    List<Pooled> all = new ArrayList<>(List.of(new Pooled(law, constants, internal)));
    all.addAll(pooled);
    double[] weights =
        AkaikeWeights.of(all.stream().mapToDouble(each -> each.internal().aicc()).toArray());
    return IntStream.range(0, weights.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%s %.0f %%", all.get(i).law(), 100 * weights[i]))
        .collect(Collectors.joining(", "));
  }

  /** The split of a budget with the lowest loss under the law. */
  public Allocation optimal(double flops) {
    return optimal(internal.p, flops);
  }

  /** The same under internal parameters {@code p}, such as a bootstrap draw. */
  public Allocation optimal(double[] p, double flops) {
    return Allocation.optimal(surface(p), flops, flopCount);
  }

  /**
   * The loss of a law that allocates, of unrepeated tokens, under internal parameters {@code p}.
   */
  public Surface surface(double[] p) {
    return toLaw().surface(p, internal.centres);
  }

  /** The largest compute fitted; NaN where the table does not tell. */
  public double largestFlops() {
    return range.containsKey("C") ? range.get("C").high() : Double.NaN;
  }

  /** Whether a file held everything that predictions and plans need. */
  private boolean isWhole() {
    return law != null
        && constants != null
        && Law.isNamed(law, constants)
        && parameters != null
        && intervals != null
        && diagnostics != null
        && warnings != null
        && range != null
        && flopCount != null
        && pooled != null
        && pooled.stream()
            .allMatch(other -> isWhole(Law.named(other.law, other.constants), other.internal))
        && isWhole(toLaw(), internal);
  }

  private static boolean isWhole(Law law, Internal internal) {
    return internal != null
        && internal.p != null
        && internal.p.length == law.size()
        && internal.centres != null
        && internal.centres.length == law.inputs().size()
        && internal.draws != null
        && !internal.draws.isEmpty();
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
    FitReport report;
    try {
      report = JSON.readValue(Files.readAllBytes(file), FitReport.class);
    } catch (NoSuchFileException e) {
      throw KleiberException.usage(
          "there is no file " + file + "; make it with kleiber fit TABLE --out " + file, e);
    } catch (IOException e) {
      throw KleiberException.usage(
          file + " is not a whole fit; make it anew with kleiber fit TABLE --out FILE", e);
    }
    if (report == null || report.schemaVersion != SCHEMA_VERSION) {
      throw KleiberException.usage(
          "%s has schema version %s and this kleiber reads %d; make it anew with kleiber fit"
              .formatted(file, report == null ? "none" : report.schemaVersion, SCHEMA_VERSION));
    }
    if (!report.isWhole()) {
      throw KleiberException.usage(
          file + " lacks a part of a fit, or its law is unknown; make it anew with kleiber fit");
    }
    return report;
  }
}
