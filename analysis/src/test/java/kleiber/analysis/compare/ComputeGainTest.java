package kleiber.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import kleiber.analysis.compare.ComputeGain.Trained;
import org.junit.jupiter.api.Test;

class ComputeGainTest {
  private static final FloorLaw MARIN = new FloorLaw(1.6, 0.0941);

  /**
   * Marin's speedrun: 3.5422 at 433,986 tokens/s against 3.52 at 410,000, both at 3.82e17 FLOPs.
   */
  @Test
  void marinsPublishedExampleComesOut() {
    ComputeGain gain =
        ComputeGain.of(
            new Trained(3.5422, 3.82e17, 1 / 433_986.0),
            new Trained(3.52, 3.82e17, 1 / 410_000.0),
            MARIN);
    assertThat(gain.compute()).isCloseTo(1.130, within(5e-4));
    assertThat(gain.wallClock()).isCloseTo(1.067, within(6e-4));
  }

  @Test
  void aVariantPaysForTheFlopsThatItTakesMore() {
    ComputeGain gain = ComputeGain.of(new Trained(3, 1e12, 10), new Trained(3, 1.25e12, 20), MARIN);
    assertThat(gain.compute()).isCloseTo(0.8, within(1e-12));
    assertThat(gain.wallClock()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void noComputeBringsTheBaseBelowItsFloor() {
    Trained base = new Trained(2, 1e12, 10);
    assertThat(ComputeGain.of(base, new Trained(1.6, 1e12, 10), MARIN).compute()).isInfinite();
    assertThatThrownBy(() -> ComputeGain.of(new Trained(1.5, 1e12, 10), base, MARIN))
        .hasMessageContaining("lower floor");
  }
}
