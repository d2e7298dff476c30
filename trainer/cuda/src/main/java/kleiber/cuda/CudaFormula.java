package kleiber.cuda;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.kernels.UpdateFormula.Line;
import kleiber.engine.tensor.Tensor;

/** An optimiser's formula in one pass: {@code formula.cu}. */
final class CudaFormula implements FormulaUpdate {
  private static final int LINE = 6;

  private final Numbers numbers;
  private final int first;
  private final int count;
  private final List<Block> changed = new ArrayList<>();
  private final Launch update;

  CudaFormula(Card card, UpdateFormula formula, Tensor... tensors) {
    this.numbers = card.numbers();
    this.count = formula.numbers();
    this.first = numbers.newInputs(count);
    long rounded = 0;
    int copied = 0;
    int written = 0;
    long[] addresses = new long[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      CudaTensor tensor = CudaTensor.of(tensors[i]);
      addresses[i] = CudaTensor.vector(tensor);
      if (!formula.writes(i)) {
        continue;
      }
      written |= 1 << i;
      if (tensor.block().hasRounded() && rounded == 0) {
        rounded = tensor.roundedAddress();
        copied = i;
      } else {
        changed.add(tensor.block());
      }
    }
    long places = card.memory().allocate((long) Long.BYTES * addresses.length);
    card.uploads().longs(places, addresses, 0, addresses.length);
    int[] lines = lines(formula);
    long program = card.memory().allocate((long) Integer.BYTES * lines.length);
    card.uploads().ints(program, lines);
    this.update =
        card.overAll(
            "formula",
            "formula",
            tensors[0].size(),
            places,
            addresses.length,
            program,
            lines.length / LINE,
            written,
            rounded,
            copied,
            tensors[0].size(),
            numbers.inputAddress(first),
            card.step().address());
  }

  private static int[] lines(UpdateFormula formula) {
    int[] lines = new int[LINE * formula.lines().size()];
    int at = 0;
    for (Line line : formula.lines()) {
      int[] words = {
        line.operation().ordinal(), line.target(), line.x(), line.y(), line.a(), line.b()
      };
      System.arraycopy(words, 0, lines, at, LINE);
      at += LINE;
    }
    return lines;
  }

  @Override
  public void step(double[] given) {
    for (int i = 0; i < count; i++) {
      numbers.set(first + i, given[i]);
    }
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).changed();
    }
    update.run();
  }
}
