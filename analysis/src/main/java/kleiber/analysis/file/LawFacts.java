package kleiber.analysis.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import kleiber.analysis.law.Law;

/**
 * Which law was fitted.
 *
 * @param id its name
 * @param constants what it takes from an earlier fit
 * @param formula the law
 * @param source its paper
 */
record LawFacts(
    @JsonProperty("law") String id, Map<String, Double> constants, String formula, String source) {
  static LawFacts of(Law law) {
    return new LawFacts(law.id(), law.constants(), law.formula(), law.source());
  }

  Law toLaw() {
    return Law.named(id, constants);
  }
}
