package kleiber.analysis.curves;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  @Test
  void aThinnedCurveKeepsItsEndsAndSpreadsOverTheLogarithmOfCompute() {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      points.add(new Curve.Point(i, i, 1.0 / i));
    }
    List<Curve.Point> thinned = new Curve("run", 1, points).thinned(41).points();
    assertThat(thinned).hasSizeBetween(25, 41).isSubsetOf(points);
    assertThat(thinned.get(0)).isEqualTo(points.get(0));
    assertThat(thinned.get(thinned.size() - 1)).isEqualTo(points.get(9_999));
    for (int i = 1; i < thinned.size(); i++) {
      assertThat(thinned.get(i).flops() / thinned.get(i - 1).flops()).isLessThanOrEqualTo(2);
    }
  }
}
