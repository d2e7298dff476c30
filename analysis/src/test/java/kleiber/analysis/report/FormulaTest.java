package kleiber.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import kleiber.analysis.law.Broken;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.KaplanJoint;
import org.junit.jupiter.api.Test;

class FormulaTest {
  @Test
  void valuesStandInPlaceOfNamesAndExponentsAreRaised() {
    Map<String, Double> parameters =
        Map.of("E", 1.69, "A", 406.4, "alpha", .34, "B", 410.7, "beta", .28, "a", .45, "b", .55);
    assertThat(new Formula(new Chinchilla().formula()).with(parameters).render().render())
        .isEqualTo(
            "<span class=\"formula\">L = 1.69 + 406/N<sup>0.340</sup> + 411/D<sup>0.280</sup></span>");
  }

  @Test
  void aNameWithinANameIsLeftAlone() {
    Map<String, Double> parameters =
        Map.of("Nc", 8.8e13, "Dc", 5.4e13, "alphaN", .076, "alphaD", .095);
    assertThat(new Formula(new KaplanJoint().formula()).with(parameters).plain())
        .isEqualTo("L = [(8.8×10¹³/N)^(0.0760/0.0950) + 5.4×10¹³/D]^0.0950");
  }

  @Test
  void aFormulaThatDoesNotNameEveryParameterStaysAsItIs() {
    Formula formula = new Formula(new Broken(Input.C, 1).formula());
    assertThat(formula.with(Map.of("c0", .1, "somethingElse", 2.0))).isEqualTo(formula);
  }
}
