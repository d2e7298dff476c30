package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.cuda.ProductPlan.Size;
import kleiber.engine.tensor.ElementType;
import org.junit.jupiter.api.Test;

class ProductPlanTest {
  /** Multiprocessors of an H100. */
  private static final int H100 = 132;

  private static final List<TileShape> ROUNDED = TileShape.of(ElementType.BF16);

  private static ProductPlan best(int rows, int columns, int terms, boolean sliced) {
    return ProductPlan.best(ROUNDED, new Size(rows, columns, terms), sliced, H100);
  }

  @Test
  void largeProductsTakeTheLargestTile() {
    ProductPlan plan = best(4096, 4096, 4096, false);
    assertThat(plan.tile().name()).isEqualTo("256");
    assertThat(plan.tiles()).isEqualTo(32 * 16);
    assertThat(plan.slices()).isEqualTo(1);
    assertThat(plan.slice()).isEqualTo(4096);
  }

  @Test
  void narrowLayersTakeTheSmallestTile() {
    ProductPlan plan = best(2048, 256, 64, false);
    assertThat(plan.tile().name()).isEqualTo("64");
    assertThat(plan.tiles()).isEqualTo(32 * 4);
  }

  @Test
  void gradientsOfSmallWeightsAreCutIntoSlices() {
    ProductPlan plan = best(192, 64, 2048, true);
    assertThat(plan.tile().name()).isEqualTo("64");
    assertThat(plan.tiles()).isEqualTo(3);
    assertThat(plan.slices()).isBetween(8, 44);
    assertThat(plan.slices() * plan.slice()).isGreaterThanOrEqualTo(2048);
    assertThat((plan.slices() - 1) * plan.slice()).isLessThan(2048);
  }

  @Test
  void noSliceIsEmpty() {
    for (TileShape tile : ROUNDED) {
      for (int terms : new int[] {1, 63, 64, 65, 320, 1000}) {
        for (int slices = 1; slices <= 64; slices++) {
          ProductPlan plan = ProductPlan.of(tile, new Size(100, 100, terms), slices, H100);
          assertThat(plan.slices()).isLessThanOrEqualTo(slices);
          assertThat(plan.slice() % tile.step()).isZero();
          assertThat((long) plan.slices() * plan.slice()).isGreaterThanOrEqualTo(terms);
          assertThat((long) (plan.slices() - 1) * plan.slice()).isLessThan(terms);
        }
      }
    }
  }

  @Test
  void sumsThatMustNotBeCutAreNot() {
    assertThat(best(64, 64, 100_000, false).slices()).isEqualTo(1);
    assertThat(best(64, 64, 100_000, true).slices()).isGreaterThan(16);
  }
}
