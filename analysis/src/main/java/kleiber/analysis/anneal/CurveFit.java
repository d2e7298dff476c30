package kleiber.analysis.anneal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.json.Json;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.Complete;
import kleiber.core.foreign.ForeignJson;

/**
 * A fitted curve law, as {@code kleiber curves --out} writes it.
 *
 * @param law its id
 * @param parameters as published, by name
 * @param runs that were fitted
 * @param points logged points that were fitted
 * @param n parameters of the runs' model
 * @param tokensPerStep batch of the runs
 * @param reach from where to where the runs went
 * @param offsets by how much the logarithm of a loss of each kind lies above the law
 * @param noise standard deviation of the logarithm of a loss of each kind
 * @param misfit standard deviation of the logarithm of a run's loss about the law beyond noise
 * @param internal what predictions are made from
 */
public record CurveFit(
    int schemaVersion,
    String law,
    String formula,
    String source,
    Map<String, Double> parameters,
    List<String> runs,
    int points,
    double n,
    double tokensPerStep,
    Reach reach,
    Map<LoggedRun.Kind, Double> offsets,
    Map<LoggedRun.Kind, Double> noise,
    double misfit,
    Internal internal) {
  /** The version of the format. */
  public static final int SCHEMA_VERSION = 1;

  /** Half the width of a normal distribution's 90 % interval, in standard deviations. */
  private static final double NINETY = 1.645;

  /** What a law errs by more for each time that a run is twice as long as any that was fitted. */
  private static final double PER_DOUBLING = 0.01;

  /**
   * Where the fitted runs went.
   *
   * @param steps the most
   * @param lowestPeak the smallest of their highest rates
   * @param highestPeak the largest of them
   */
  public record Reach(double steps, double lowestPeak, double highestPeak) {}

  /**
   * What a law is evaluated with.
   *
   * @param p internal parameters
   * @param scale that they are in
   * @param covariance of them
   */
  public record Internal(double[] p, CurveLaw.Scale scale, double[][] covariance) {}

  /**
   * A predicted loss in nats per token, of the best kind that was fitted.
   *
   * @param sd standard deviation of its logarithm: of the parameters and of a new run about the law
   */
  public record Predicted(double loss, double sd) {
    /** The central 90 %. */
    public Interval interval() {
      return new Interval(loss * Math.exp(-NINETY * sd), loss * Math.exp(NINETY * sd));
    }
  }

  /** The law. */
  public CurveLaw toLaw() {
    return CurveLaw.all().stream().filter(each -> each.id().equals(law)).findFirst().orElseThrow();
  }

  /** The loss at a step of a run with these rates; NaN where the law falls to zero or below. */
  public Predicted predict(Rates rates, double step) {
    double[] gradient = new double[internal.p.length];
    double logLoss = toLaw().logLoss(internal.p, internal.scale, rates, step, gradient);
    double doublings = Math.max(0, Math.log(step / reach.steps) / Math.log(2));
    double variance = misfit * misfit + Math.pow(PER_DOUBLING * doublings, 2);
    for (int j = 0; j < gradient.length; j++) {
      for (int k = 0; k < gradient.length; k++) {
        variance += gradient[j] * internal.covariance[j][k] * gradient[k];
      }
    }
    return new Predicted(Math.exp(logLoss), Math.sqrt(Math.max(0, variance)));
  }

  static Map<String, Double> named(CurveLaw law, double[] published) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int j = 0; j < published.length; j++) {
      named.put(law.parameters().get(j), published[j]);
    }
    return named;
  }

  /** The fit as JSON. */
  public String toJson() {
    try {
      return Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw KleiberException.failure("cannot write the fit as JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws KleiberException when the file is missing or no fit of a curve law
   */
  public static CurveFit read(Path file) {
    if (!Files.exists(file)) {
      throw KleiberException.usage(
          "there is no file " + file + "; make it with kleiber curves CURVES --out " + file);
    }
    ObjectNode tree = ForeignJson.object(file, ForeignJson.SMALL);
    if (ForeignJson.otherVersion(tree, SCHEMA_VERSION).isPresent() || !tree.has("tokensPerStep")) {
      throw KleiberException.usage(
          file
              + " is no fit of a curve law that this kleiber reads; make it with kleiber curves"
              + " CURVES --out "
              + file);
    }
    CurveFit fit =
        Complete.require(
            file.toString(),
            ForeignJson.bind(Json.reader(), file.toString(), tree, CurveFit.class));
    fit.requireWhole(file);
    return fit;
  }

  private void requireWhole(Path file) {
    boolean known = CurveLaw.all().stream().anyMatch(each -> each.id().equals(law));
    require(file, known, "\"" + Shown.value(law) + "\" is no curve law");
    int size = toLaw().size();
    require(file, finite(internal.p, size), "internal.p is not of the law");
    require(
        file,
        internal.covariance.length == size
            && Arrays.stream(internal.covariance).allMatch(row -> finite(row, size)),
        "internal.covariance is not of the law");
    require(
        file,
        internal.scale.area() > 0 && internal.scale.rate() > 0 && n > 0 && tokensPerStep > 0,
        "scale, n and tokensPerStep are not all positive");
    require(
        file,
        misfit > 0
            && reach.steps > 0
            && noise.getOrDefault(LoggedRun.Kind.BATCH, 0.0) > 0
            && offsets.values().stream().allMatch(Double::isFinite),
        "misfit, reach and the noise of a batch are not all positive");
  }

  private static boolean finite(double[] values, int size) {
    return values != null
        && values.length == size
        && Arrays.stream(values).allMatch(Double::isFinite);
  }

  private static void require(Path file, boolean holds, String fault) {
    if (!holds) {
      throw KleiberException.corrupt(
          file + ": " + fault + "; make the fit again with kleiber curves CURVES --out " + file);
    }
  }
}
