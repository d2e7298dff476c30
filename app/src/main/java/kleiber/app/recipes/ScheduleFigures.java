package kleiber.app.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.figure.PlotMark;
import kleiber.analysis.figure.Tone;
import kleiber.analysis.number.NumberStyle;
import kleiber.core.KleiberException;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.optim.LrSchedule;

/** The learning rate and the batch of a run, over its tokens. */
final class ScheduleFigures {
  /** Places a line is drawn through; the warm-up gets as many again. */
  private static final int PLACES = 400;

  /** Steps that are counted out; published runs have a million at most. */
  private static final int MOST_STEPS = 20_000_000;

  private ScheduleFigures() {}

  /**
   * Both figures.
   *
   * @param name of the run, for titles and file names
   * @param vocabulary token kinds of its model
   */
  public static List<Figure> of(String name, TrainConfig config, int vocabulary) {
    int context = config.model().context();
    ModelSize size =
        ModelSize.of(config.model().spec(vocabulary), config.objective().layout(context));
    RunLength length = config.length(size, context);
    if (length.steps() > MOST_STEPS) {
      throw KleiberException.usage(
          name + " has " + length.steps() + " steps; up to " + MOST_STEPS + " are drawn");
    }
    List<PlotMark.At> rates = new ArrayList<>();
    List<PlotMark.At> batches = new ArrayList<>();
    double tokens = 0;
    long every = Math.max(1, length.steps() / PLACES);
    long dense = denseSteps(config.schedule(), length);
    int before = 0;
    for (long step = 0; step < length.steps(); step++) {
      int sequences = config.batch().sequencesAt(step, tokens);
      if (sequences != before) {
        batches.add(new PlotMark.At(tokens, (double) before * context));
        batches.add(new PlotMark.At(tokens, (double) sequences * context));
        before = sequences;
      }
      tokens += (double) sequences * context;
      boolean inWarmup = step < dense && step % Math.max(1, dense / PLACES) == 0;
      if (inWarmup || step % every == 0 || step == dense || step == length.steps() - 1) {
        rates.add(new PlotMark.At(tokens, rate(config, step + 1, tokens, length)));
      }
    }
    batches.add(new PlotMark.At(tokens, (double) before * context));
    batches.remove(0);
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return List.of(
        figure(
            id + "-rate",
            "Learning rate of " + name,
            config.schedule().describe(),
            "learning rate",
            NumberStyle.POWER,
            rates),
        figure(
            id + "-batch",
            "Batch of " + name,
            "tokens of each optimiser step",
            "tokens per step",
            NumberStyle.COUNT,
            batches));
  }

  private static double rate(TrainConfig config, long step, double tokens, RunLength length) {
    return config.optimizer().lr() * config.lrFraction(step, (long) tokens, length);
  }

  /** Twice the warm-up, in steps. */
  private static long denseSteps(LrSchedule schedule, RunLength length) {
    double part = schedule.warmup() / (schedule.isByTokens() ? length.tokens() : length.steps());
    return Math.round(2 * part * length.steps());
  }

  private static Figure figure(
      String id,
      String title,
      String caption,
      String label,
      NumberStyle numbers,
      List<PlotMark.At> line) {
    double end = line.get(line.size() - 1).x();
    double top = line.stream().mapToDouble(PlotMark.At::y).max().orElse(1);
    return new Figure(
        id,
        title,
        caption,
        new PlotAxis("training tokens", PlotAxis.Scale.LINEAR, NumberStyle.COUNT, 0, end),
        new PlotAxis(label, PlotAxis.Scale.LINEAR, numbers, 0, 1.06 * top),
        List.of(new PlotMark.Line("", Tone.DATA, PlotMark.Stroke.SOLID, line)),
        null);
  }
}
