package kleiber.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/** A bias looked up by head and bucket; gradients are summed in double, in a fixed order. */
final class BucketBiasLoop implements Op {
  private final IntBuffer buckets;
  private final FloatBuffer table;
  private final FloatBuffer dTable;
  private final Tile row;
  private final Tile gradientRow;
  private final int heads;
  private final int queries;
  private final int keys;
  private final double[] sums;
  private final Runnable addSums;

  BucketBiasLoop(Lane lane, CpuTensor buckets, Variable table, Variable y) {
    this.buckets = buckets.ints();
    this.queries = buckets.rows();
    this.keys = buckets.columns();
    this.heads = table.value().columns();
    this.table = CpuTensor.of(table.value()).floats();
    this.dTable = table.hasGradient() ? CpuTensor.of(table.gradient()).floats() : null;
    this.row = new Tile(CpuTensor.of(y.value()), keys);
    this.gradientRow = table.hasGradient() ? new Tile(CpuTensor.of(y.gradient()), keys) : null;
    this.sums = new double[Math.toIntExact(table.value().size())];
    this.addSums = dTable == null ? null : lane.inTurn(table.gradient(), this::addSums);
  }

  @Override
  public void forward() {
    for (int head = 0; head < heads; head++) {
      for (int query = 0; query < queries; query++) {
        for (int key = 0; key < keys; key++) {
          row.values[key] = table.get(buckets.get(query * keys + key) * heads + head);
        }
        row.store((head * queries + query) * keys, keys);
      }
    }
  }

  @Override
  public void backward() {
    if (dTable == null) {
      return;
    }
    Arrays.fill(sums, 0);
    for (int head = 0; head < heads; head++) {
      for (int query = 0; query < queries; query++) {
        gradientRow.load((head * queries + query) * keys, keys);
        for (int key = 0; key < keys; key++) {
          sums[buckets.get(query * keys + key) * heads + head] += gradientRow.values[key];
        }
      }
    }
    addSums.run();
  }

  private void addSums() {
    for (int i = 0; i < sums.length; i++) {
      dTable.put(i, dTable.get(i) + (float) sums[i]);
    }
  }
}
