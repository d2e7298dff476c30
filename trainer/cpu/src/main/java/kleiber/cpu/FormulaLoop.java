package kleiber.cpu;

import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.kernels.UpdateFormula.Line;

/**
 * {@link UpdateFormula} a tile at a time: each line is a loop over arrays that stay in the
 * first-level cache, so that the compiler vectorises all of them.
 */
final class FormulaLoop implements FormulaUpdate {
  private final UpdateFormula formula;
  private final Line[] lines;
  private final Tile[] tiles;
  private final float[][] places;

  FormulaLoop(UpdateFormula formula, CpuTensor... tensors) {
    this.formula = formula;
    this.lines = formula.lines().toArray(new Line[0]);
    this.tiles = new Tile[tensors.length];
    this.places = new float[formula.places()][];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = new Tile(tensors[i], Tile.SIZE / 2);
      places[i] = tiles[i].values;
    }
    for (int i = tiles.length; i < places.length; i++) {
      places[i] = new float[places[0].length];
    }
  }

  @Override
  public void step(double[] numbers) {
    int size = tiles[0].memorySize();
    int tile = places[0].length;
    for (int from = 0; from < size; from += tile) {
      int count = Math.min(tile, size - from);
      for (Tile each : tiles) {
        each.load(from, count);
      }
      for (Line line : lines) {
        run(line, (float) numbers[line.a()], (float) numbers[line.b()], count);
      }
      for (int i = 0; i < tiles.length; i++) {
        if (formula.writes(i)) {
          tiles[i].store(from, count);
        }
      }
    }
  }

  private void run(Line line, float a, float b, int count) {
    float[] t = places[line.target()];
    float[] x = places[line.x()];
    float[] y = places[line.y()];
    switch (line.operation()) {
      case SCALE -> scale(t, a, x, count);
      case MIX -> mix(t, a, x, b, y, count);
      case MIX_SQUARE -> mixSquare(t, a, x, b, y, count);
      case SIGN -> sign(t, x, count);
      case OVER_ROOT -> overRoot(t, x, a, y, b, count);
    }
  }

  private static void scale(float[] t, float a, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = a * x[i];
    }
  }

  private static void mix(float[] t, float a, float[] x, float b, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = a * x[i] + b * y[i];
    }
  }

  private static void mixSquare(float[] t, float a, float[] x, float b, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = a * x[i] * x[i] + b * y[i];
    }
  }

  private static void sign(float[] t, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = Math.signum(x[i]);
    }
  }

  private static void overRoot(float[] t, float[] x, float a, float[] y, float b, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = x[i] / ((float) Math.sqrt(a * y[i]) + b);
    }
  }
}
