package kleiber.cuda;

import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Rows of a table, and places: {@code embedding.cu}. */
final class CudaEmbedding {
  private static final String FILE = "embedding";
  private static final int THREADS = 256;

  /** Columns that a block adds up, and the most entries of the table that it owns. */
  private static final int COLUMNS = 64;

  private static final int MOST_OWNED = 16;

  private final Card card;

  CudaEmbedding(Card card) {
    this.card = card;
  }

  Op bind(Tensor tokens, Variable table, Variable positions, Variable y) {
    int columns = y.value().columns();
    int rows = y.value().rows();
    Launch forward =
        card.overAll(
            FILE,
            "embedding_forward",
            y.value().size(),
            CudaTensor.vector(tokens),
            CudaTensor.vector(table.value()),
            CudaTensor.vector(positions == null ? null : positions.value()),
            CudaTensor.vector(y.value()),
            (long) rows,
            tokens.columns(),
            columns);
    if (!y.hasGradient()) {
      return Op.forwardOnly(forward);
    }
    int vocabulary = table.value().rows();
    int tiles = (columns + COLUMNS - 1) / COLUMNS;
    int owned = owned(vocabulary, tiles);
    Launch tableBackward =
        card.launch(
            FILE,
            "embedding_backward",
            Grid.of((vocabulary + owned - 1) / owned, tiles),
            THREADS,
            0,
            CudaTensor.vector(tokens),
            CudaTensor.vector(y.gradient()),
            CudaTensor.vector(table.gradient()),
            rows,
            vocabulary,
            columns,
            owned);
    if (positions == null) {
      return Op.of(forward, tableBackward);
    }
    Launch positionsBackward =
        card.overAll(
            FILE,
            "positions_backward",
            (long) tokens.columns() * columns,
            CudaTensor.vector(y.gradient()),
            CudaTensor.vector(positions.gradient()),
            rows / tokens.columns(),
            tokens.columns(),
            columns);
    return Op.of(forward, InOrder.of(tableBackward, positionsBackward));
  }

  /** As many entries a block as leave two blocks for every processor. */
  private int owned(int vocabulary, int tiles) {
    long blocks = 2L * card.device().multiprocessors();
    return (int) Math.max(1, Math.min(MOST_OWNED, (long) vocabulary * tiles / blocks));
  }
}
