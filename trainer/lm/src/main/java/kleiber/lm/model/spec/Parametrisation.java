package kleiber.lm.model.spec;

import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;

/** How a model's first weights, its rates and its fixed factors follow from its size. */
public sealed interface Parametrisation permits Parametrisation.Standard, Mup {
  /**
   * Standard deviation of a matrix's or table's first values.
   *
   * @param columns of the matrix, its inputs
   */
  double std(ModelSpec spec, Role role, int columns);

  /**
   * A factor on the learning rate of a matrix or table, for optimisers whose steps have entries of
   * the size of the rate, as Adam's have.
   *
   * @param columns of the matrix, its inputs
   */
  double rate(ModelSpec spec, Role role, int columns);

  /** The factor on attention's scores. */
  double scores(ModelSpec spec);

  /** The factor on what the output head reads. */
  double head(ModelSpec spec);

  /** The factor on what a branch adds to the residual stream. */
  double branch(ModelSpec spec);

  /**
   * Refuses architectures that it has no rules for, by those parts that matter.
   *
   * @throws IllegalArgumentException saying what would do
   */
  void require(Family family, BlockForm block, int width, Attention attention, Positions positions);

  /** As the architecture says, whatever the size. */
  record Standard() implements Parametrisation {
    @Override
    public double std(ModelSpec spec, Role role, int columns) {
      return spec.init().std(spec, role, columns);
    }

    @Override
    public double rate(ModelSpec spec, Role role, int columns) {
      return 1;
    }

    @Override
    public double scores(ModelSpec spec) {
      return spec.attention().scale();
    }

    @Override
    public double head(ModelSpec spec) {
      return spec.head().scaled() ? 1 / Math.sqrt(spec.width()) : 1;
    }

    @Override
    public double branch(ModelSpec spec) {
      return 1;
    }

    @Override
    public void require(
        Family family, BlockForm block, int width, Attention attention, Positions positions) {}
  }
}
