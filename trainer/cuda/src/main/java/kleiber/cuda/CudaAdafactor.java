package kleiber.cuda;

import java.util.ArrayList;
import java.util.List;
import kleiber.cuda.Launch.Grid;
import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.tensor.Tensor;

/** Adafactor on one tensor: {@code adafactor.cu}. */
final class CudaAdafactor implements AdafactorUpdate {
  private static final String FILE = "adafactor";
  private static final int RATES = 4;
  private static final int THREADS = 256;
  private static final int TILE = 32;

  private final Numbers numbers;
  private final int rates;
  private final Block parameters;
  private final boolean renewsCopy;
  private final List<Launch> launches = new ArrayList<>();
  private final Runnable update = new InOrder(launches);

  CudaAdafactor(Card card, Constants k, boolean factored, Tensor p, Tensor g, Tensor v, Tensor m) {
    this.numbers = card.numbers();
    this.rates = numbers.newInputs(RATES);
    CudaTensor own = CudaTensor.of(p);
    this.parameters = own.block();
    this.renewsCopy = parameters.hasRounded();
    int rows = p.rows();
    int columns = p.columns();
    long size = p.size();
    long gradient = CudaTensor.vector(g);
    long second = CudaTensor.vector(v);
    long rate = numbers.inputAddress(rates);
    long step = card.step().address();
    double epsilon = k.epsilon();
    long mean = 0;
    if (factored) {
      mean = card.memory().allocate(8);
      long ofColumns = second + 4L * rows;
      add(card, "rows", Grid.of(rows), gradient, second, columns, epsilon, rate, step);
      Grid tiles = Grid.of((columns + TILE - 1) / TILE);
      add(card, "columns", tiles, gradient, ofColumns, rows, columns, epsilon, rate, step);
      add(card, "mean", Grid.of(1), second, mean, rows);
    } else {
      Grid all = Grid.of(card.blocks(size));
      add(card, "whole", all, gradient, second, size, epsilon, rate, step);
    }
    int blocks = Math.min(64, card.blocks(size));
    long partial = card.memory().scratch(0, 16L * blocks);
    long value = CudaTensor.vector(p);
    add(
        card,
        "sizes",
        Grid.of(blocks),
        value,
        gradient,
        second,
        mean,
        partial,
        size,
        rows,
        columns,
        rate,
        step);
    add(
        card,
        "update",
        Grid.of(card.blocks(size)),
        value,
        gradient,
        second,
        mean,
        CudaTensor.vector(m),
        renewsCopy ? own.roundedAddress() : 0L,
        partial,
        blocks,
        size,
        rows,
        columns,
        k.momentum(),
        k.minScale(),
        k.clipThreshold(),
        rate,
        step);
  }

  private void add(Card card, String kernel, Grid grid, Object... values) {
    launches.add(card.launch(FILE, "adafactor_" + kernel, grid, THREADS, 0, values));
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double beta2) {
    numbers.set(rates, lr);
    numbers.set(rates + 1, decay);
    numbers.set(rates + 2, gradientScale);
    numbers.set(rates + 3, beta2);
    if (!renewsCopy) {
      parameters.changed();
    }
    update.run();
  }
}
