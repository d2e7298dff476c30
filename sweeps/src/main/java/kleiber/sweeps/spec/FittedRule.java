package kleiber.sweeps.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.foreign.ForeignJson;
import kleiber.record.table.FitFormat;
import kleiber.record.table.RunColumn;

/**
 * K·N^a·D^b as {@code kleiber fit --law power-nd} found it for a hyperparameter's best values
 * (arXiv:2503.04715).
 *
 * @param coefficient K
 * @param sizeExponent a
 * @param dataExponent b
 */
record FittedRule(double coefficient, double sizeExponent, double dataExponent) implements RuleLaw {
  private static final String LAW = "power-nd";

  /**
   * Reads a fit.
   *
   * @param key whose best values it must be of
   * @param count what N means in the sweep
   * @throws KleiberException where it is no such fit
   */
  static FittedRule read(Path file, String key, SweepSpec.Count count) {
    String make = "kleiber fit TABLE --law " + LAW + " --optimum " + key + " --out " + file;
    ObjectNode fit = FitFormat.read(file, make);
    String target = fit.path(FitFormat.TARGET).path("name").asText();
    if (!fit.path(FitFormat.LAW).asText().equals(LAW) || !target.equals(FitFormat.best(key))) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s is no fit of best %s by law %s: its law is %s, of %s; make it with %s",
              file,
              key,
              LAW,
              ForeignJson.shown(fit.path(FitFormat.LAW)),
              Shown.value(target.isEmpty() ? "nothing" : target),
              make));
    }
    String column = fit.path(FitFormat.COLUMNS).path("N").asText();
    if (column.isEmpty()) {
      throw KleiberException.corrupt(
          file
              + " does not say which column its N were read from (columns.N); make it again with "
              + make);
    }
    boolean body = column.equals(RunColumn.NON_EMBEDDING_PARAMS.key());
    if (body != (count == SweepSpec.Count.NON_EMBEDDING)) {
      throw KleiberException.usage(
          file
              + " counts N "
              + (body ? "without" : "with")
              + " embeddings, and this sweep "
              + (body ? "with" : "without")
              + " them; fit with --convention "
              + (body ? "total-exact" : "body-exact")
              + ", or set count");
    }
    return new FittedRule(
        number(file, fit, "K"), number(file, fit, "N_exponent"), number(file, fit, "D_exponent"));
  }

  private static double number(Path file, JsonNode fit, String name) {
    JsonNode value = fit.path(FitFormat.PARAMETERS).path(name);
    if (!value.isNumber()) {
      throw KleiberException.corrupt(
          file + " has no number " + name + " among its parameters: " + ForeignJson.shown(value));
    }
    return value.doubleValue();
  }

  @Override
  public OptionalDouble at(double x, double n, double d) {
    return OptionalDouble.of(coefficient * Math.pow(n, sizeExponent) * Math.pow(d, dataExponent));
  }
}
