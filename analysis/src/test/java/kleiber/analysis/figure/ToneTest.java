package kleiber.analysis.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ToneTest {
  /** Linear RGB as seen with each kind of colour vision (Machado et al. 2009, severity 1). */
  private static final Map<String, double[][]> VISION =
      Map.of(
          "full", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          "protanopia",
              new double[][] {
                {.152286, 1.052583, -.204868},
                {.114503, .786281, .099216},
                {-.003882, -.048116, 1.051998}
              },
          "deuteranopia",
              new double[][] {
                {.367322, .860646, -.227968},
                {.280085, .672501, .047413},
                {-.01182, .04294, .968881}
              },
          "tritanopia",
              new double[][] {
                {1.255528, -.076749, -.178779},
                {-.078411, .930809, .147602},
                {.004733, .691367, .3039}
              });

  private static final double[][] XYZ = {
    {.4124 / .9505, .3576 / .9505, .1805 / .9505},
    {.2126, .7152, .0722},
    {.0193 / 1.089, .1192 / 1.089, .9505 / 1.089}
  };

  private static double[] times(double[][] matrix, double[] v) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        product[i] += matrix[i][j] * v[j];
      }
    }
    return product;
  }

  /** CIE 1976 L*a*b*. */
  private static double[] lab(String colour, double[][] vision) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      linear[i] = c <= .04045 ? c / 12.92 : Math.pow((c + .055) / 1.055, 2.4);
    }
    double[] seen = times(vision, linear);
    for (int i = 0; i < 3; i++) {
      seen[i] = Math.max(0, Math.min(1, seen[i]));
    }
    double[] f = times(XYZ, seen);
    for (int i = 0; i < 3; i++) {
      f[i] = f[i] > .008856 ? Math.cbrt(f[i]) : 7.787 * f[i] + 16 / 116.0;
    }
    return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
  }

  private static double apart(String one, String other, double[][] vision) {
    double[] a = lab(one, vision);
    double[] b = lab(other, vision);
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  @Test
  void heldOutRunsHaveNoColourOfTheRampInAnyKindOfColourVision() {
    for (Function<Tone, String> paper : List.<Function<Tone, String>>of(Tone::light, Tone::dark)) {
      VISION.forEach(
          (kind, vision) ->
              Tone.ramp()
                  .forEach(
                      tone ->
                          assertThat(apart(paper.apply(Tone.HELD_OUT), paper.apply(tone), vision))
                              .as(kind + " " + tone.id())
                              .isGreaterThan(30)));
    }
  }
}
