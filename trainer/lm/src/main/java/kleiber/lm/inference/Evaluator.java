package kleiber.lm.inference;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import kleiber.core.KleiberException;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.training.Scorer;

/** Mean loss over a sequence source. */
public final class Evaluator {
  private final Scorer model;
  private final SequenceSource source;
  private final Batch batch;

  /**
   * @param source of the layout that {@code model} was bound for
   */
  public Evaluator(Scorer model, SequenceSource source) {
    this.model = model;
    this.source = source;
    this.batch = new Batch(source.layout(), model.sequencesPerCall());
  }

  /**
   * A mean and how sure it is.
   *
   * @param lossNats the sum over target fields of the mean over counted targets
   * @param parts that mean, for each target field
   * @param stderr standard error over sequences, taken as independent; null for a single one
   * @param tokens counted target tokens
   * @param complete whether the whole source was read
   */
  public record Result(
      double lossNats, Map<Field, Double> parts, Double stderr, long tokens, boolean complete) {}

  /**
   * Evaluates from the first sequence on.
   *
   * @param batches calls of the model, 0 for the whole source
   * @throws KleiberException when nothing in them is to be predicted
   */
  public Result evaluate(int batches) {
    long all = source.sequencesPerEpoch();
    long count = batches == 0 ? all : Math.min(all, (long) batches * batch.sequences());
    return evaluate(count, i -> i, () -> false, done -> {}).orElseThrow();
  }

  /**
   * Evaluates sequences spread evenly over the source.
   *
   * @param count how many; those of the source for all
   * @param stop asked after every batch; when true, there is no result
   * @param progress told after every batch how many are done
   * @throws KleiberException when nothing in them is to be predicted
   */
  public Optional<Result> evaluate(long count, BooleanSupplier stop, LongConsumer progress) {
    long all = source.sequencesPerEpoch();
    double stride = (double) all / count;
    LongUnaryOperator place = i -> i >= count ? all : count == all ? i : (long) (i * stride);
    return evaluate(count, place, stop, progress);
  }

  /**
   * @param place the source's sequence that is number i of {@code count}; past the end it is empty
   */
  private Optional<Result> evaluate(
      long count, LongUnaryOperator place, BooleanSupplier stop, LongConsumer progress) {
    int perCall = batch.sequences();
    int rows = Math.toIntExact((count + perCall - 1) / perCall * perCall);
    List<LossTally> tallies =
        batch.layout().targets().stream().map(field -> new LossTally(field, rows)).toList();
    for (int first = 0; first < rows; first += perCall) {
      for (int row = 0; row < perCall; row++) {
        source.read(place.applyAsLong(first + row), batch, row);
      }
      model.evaluate(batch);
      for (LossTally tally : tallies) {
        tally.add(batch, model, first);
      }
      progress.accept(Math.min(count, first + perCall));
      if (stop.getAsBoolean() && first + perCall < rows) {
        return Optional.empty();
      }
    }
    return Optional.of(result(tallies, count));
  }

  private Result result(List<LossTally> tallies, long count) {
    Map<Field, Double> parts = new EnumMap<>(Field.class);
    tallies.forEach(tally -> parts.put(tally.field(), tally.mean()));
    double loss = tallies.stream().mapToDouble(LossTally::mean).sum();
    long tokens =
        tallies.stream()
            .filter(tally -> tally.field() == Field.TARGETS)
            .mapToLong(LossTally::count)
            .sum();
    if (tokens == 0) {
      throw KleiberException.usage(
          "there is no loss: nothing is to be predicted in the "
              + count
              + " sequences; give more text, or batches with targets");
    }
    return new Result(loss, parts, stderr(tallies), tokens, count == source.sequencesPerEpoch());
  }

  /** Of a sum of ratios of sums over sequences (Cochran 1977, section 2.11). */
  private static Double stderr(List<LossTally> tallies) {
    double squares = 0;
    int sequences = 0;
    for (int i = 0; i < tallies.get(0).sequences(); i++) {
      double residual = 0;
      boolean counted = false;
      for (LossTally tally : tallies) {
        residual += tally.residual(i);
        counted |= tally.counts(i);
      }
      squares += residual * residual;
      sequences += counted ? 1 : 0;
    }
    return sequences < 2 ? null : (Double) Math.sqrt(squares * sequences / (sequences - 1.0));
  }

  /** Sums of one target field's losses, by sequence. */
  private static final class LossTally {
    private final Field field;
    private final double[] sums;
    private final int[] counts;
    private float[] losses = new float[0];
    private double sum;
    private long count;

    LossTally(Field field, int sequences) {
      this.field = field;
      this.sums = new double[sequences];
      this.counts = new int[sequences];
    }

    void add(Batch batch, Scorer model, int firstSequence) {
      int[] targets = batch.get(field);
      losses = losses.length == targets.length ? losses : new float[targets.length];
      model.readLosses(field, losses);
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] != Field.IGNORED) {
          int sequence = firstSequence + i / batch.layout().columns(field);
          sums[sequence] += losses[i];
          counts[sequence]++;
          sum += losses[i];
          count++;
        }
      }
    }

    Field field() {
      return field;
    }

    int sequences() {
      return sums.length;
    }

    boolean counts(int sequence) {
      return counts[sequence] > 0;
    }

    long count() {
      return count;
    }

    double mean() {
      return sum / Math.max(1, count);
    }

    /** A sequence's share of the mean's error. */
    double residual(int sequence) {
      return (sums[sequence] - mean() * counts[sequence]) / Math.max(1, count);
    }
  }
}
