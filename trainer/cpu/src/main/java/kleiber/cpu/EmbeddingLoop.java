package kleiber.cpu;

import java.nio.IntBuffer;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** Token and position embedding, row by row in a fixed order, so that gradients repeat exactly. */
final class EmbeddingLoop implements Op {
  private final IntBuffer tokens;
  private final int sequences;
  private final int length;
  private final int width;
  private final Tile table;
  private final Tile positions;
  private final Tile y;
  private final Tile dTable;
  private final Tile dPositions;
  private final Tile dy;
  private final Steps backward = new Steps();

  EmbeddingLoop(Lane lane, CpuTensor tokens, Variable table, Variable positions, Variable y) {
    this.tokens = tokens.ints();
    this.length = tokens.columns();
    this.sequences = tokens.rows();
    this.width = y.value().columns();
    this.table = rowTile(CpuTensor.of(table.value()));
    this.positions = positions == null ? null : rowTile(CpuTensor.of(positions.value()));
    this.y = rowTile(CpuTensor.of(y.value()));
    boolean gradients = table.hasGradient();
    this.dTable = gradients ? rowTile(CpuTensor.of(table.gradient())) : null;
    this.dPositions =
        gradients && positions != null ? rowTile(CpuTensor.of(positions.gradient())) : null;
    this.dy = gradients ? rowTile(CpuTensor.of(y.gradient())) : null;
    if (gradients) {
      Runnable tokenGradient = lane.inTurn(table.gradient(), this::addTokenGradient);
      Runnable placeGradient =
          positions == null
              ? () -> {}
              : lane.inTurn(positions.gradient(), this::addPositionGradient);
      backward.add(lane.side().isFirst() ? tokenGradient : placeGradient);
      backward.add(lane.side().isFirst() ? placeGradient : tokenGradient);
    }
  }

  private Tile rowTile(CpuTensor tensor) {
    return new Tile(tensor, width);
  }

  @Override
  public void forward() {
    for (int row = 0; row < sequences * length; row++) {
      table.load(tokens.get(row) * width, width);
      if (positions == null) {
        System.arraycopy(table.values, 0, y.values, 0, width);
      } else {
        positions.load(row % length * width, width);
        sum(table.values, positions.values, y.values, width);
      }
      y.store(row * width, width);
    }
  }

  @Override
  public void backward() {
    backward.run();
  }

  private void addTokenGradient() {
    for (int row = 0; row < sequences * length; row++) {
      int target = tokens.get(row) * width;
      dTable.load(target, width);
      dy.load(row * width, width);
      sum(dTable.values, dy.values, dTable.values, width);
      dTable.store(target, width);
    }
  }

  private void addPositionGradient() {
    for (int position = 0; position < length; position++) {
      dPositions.load(position * width, width);
      for (int sequence = 0; sequence < sequences; sequence++) {
        dy.load((sequence * length + position) * width, width);
        sum(dPositions.values, dy.values, dPositions.values, width);
      }
      dPositions.store(position * width, width);
    }
  }

  private static void sum(float[] a, float[] b, float[] c, int count) {
    for (int i = 0; i < count; i++) {
      c[i] = a[i] + b[i];
    }
  }
}
