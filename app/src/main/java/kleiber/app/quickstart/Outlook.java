package kleiber.app.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import kleiber.analysis.design.AssumedLaw;
import kleiber.analysis.design.ExpectedError;
import kleiber.analysis.design.TypicalText;
import kleiber.analysis.planner.WantedModel;
import kleiber.core.Count;
import kleiber.core.Rounded;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;
import kleiber.sweeps.plan.Warnings;

/**
 * How far a quickstart will carry, in words, before it trains anything.
 *
 * @param draft what will be trained
 * @param seconds that were asked for
 */
record Outlook(QuickstartDraft draft, double seconds) {
  /** A forecast farther off than this is said. */
  private static final double MUCH = 1.3;

  /** The lines, the subject of each first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    RunSize longest = draft.longest();
    lines.add(
        line(
            "text",
            "%s tokens to train on, %s held out",
            Rounded.count(longest.uniqueTokens()),
            Rounded.count(heldOutTokens())));
    lines.add(
        line(
            "fitted",
            "%s of %s to %s parameters, the largest budget %.2e FLOPs: about %s",
            Count.of(draft.fitted().plan().runs().size(), "model"),
            Rounded.count(params(draft.fitted().plan().runs()).min().orElseThrow()),
            Rounded.count(params(draft.fitted().plan().runs()).max().orElseThrow()),
            draft.largestBudget(),
            Rounded.duration(draft.fittedSeconds())));
    lines.add(
        line(
            "to check",
            "%s of about %s parameters, %s FLOPs%s: about %s",
            Count.of(draft.heldOut().runs().size(), "model"),
            listed(params(draft.heldOut().runs()).mapToObj(Rounded::count).toList()),
            listed(factors().mapToObj(factor -> flops(factor * draft.largestBudget())).toList()),
            draft.heldOut().areSideBySide() ? ", side by side" : "",
            Rounded.duration(draft.heldOut().seconds())));
    lines.add(
        line(
            "longest",
            "%s tokens to be read by one model, %.2g times the text",
            Rounded.count(longest.tokens()),
            longest.epochs()));
    lines.add(line("expected", "90 %% intervals of about %s the compute", expected()));
    warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  private String expected() {
    AssumedLaw law = TypicalText.law(Optional.of(QuickstartRecipe.FLOOR));
    ExpectedError error =
        new ExpectedError(law, draft.fitted().plan().runs().stream().map(Outlook::size).toList());
    Asked asked = Experiment.askedOf(draft.spec());
    DoubleStream wanted =
        asked.wanted().filter(WantedModel::isFlops).stream()
            .mapToDouble(target -> target.value() / draft.largestBudget())
            .filter(factor -> factor > 1);
    return listed(
        DoubleStream.concat(factors(), wanted)
            .mapToObj(
                factor ->
                    String.format(
                        Locale.ROOT,
                        "±%.1f %% at %s times",
                        100 * error.halfWidth(law.best(factor * draft.largestBudget())),
                        times(factor)))
            .toList());
  }

  /** N and D. */
  private static double[] size(PlannedRun run) {
    return new double[] {run.size().params().totalParams(), run.size().tokens()};
  }

  private static String times(double factor) {
    return String.format(Locale.ROOT, factor < 100 ? "%.3g" : "%.0f", factor);
  }

  private DoubleStream factors() {
    return Experiment.askedOf(draft.spec()).holdOut().stream()
        .mapToDouble(Double::doubleValue)
        .sorted();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (draft.seconds() > MUCH * seconds) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "training will take about %s and not %s: budgets below %.2g FLOPs teach nothing",
              Rounded.duration(draft.seconds()),
              Rounded.duration(seconds),
              QuickstartRecipe.LEAST_FLOPS));
    } else if (draft.seconds() < seconds / MUCH) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the text carries no further than %s of training, since no run shall read it more"
                  + " than %.0f times; give more text for larger models",
              Rounded.duration(draft.seconds()),
              QuickstartRecipe.MOST_EPOCHS));
    }
    if (heldOutTokens() < QuickstartRecipe.FEW_HELD_OUT_TOKENS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "losses are measured on %,d held-out tokens alone, which say little of the whole"
                  + " text; %,d would do",
              heldOutTokens(),
              QuickstartRecipe.FEW_HELD_OUT_TOKENS));
    }
    Plan fitted = draft.fitted().plan();
    Plan all = new Plan(fitted.name(), draft.runs(), fitted.remarks(), fitted.tuning());
    warnings.addAll(all.remarks());
    warnings.addAll(Warnings.of(all, draft.fitted().file().spec()));
    return warnings;
  }

  private long heldOutTokens() {
    RunSize size = draft.longest();
    return size.validationSequences() * size.layout().tokens();
  }

  private static DoubleStream params(List<PlannedRun> runs) {
    return runs.stream().mapToDouble(run -> run.size().params().totalParams());
  }

  private static String flops(double flops) {
    return String.format(Locale.ROOT, "%.1e", flops);
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : words.stream().limit(last).collect(Collectors.joining(", ")) + " and " + words.get(last);
  }

  private static String line(String subject, String format, Object... values) {
    return String.format(Locale.ROOT, "%-10s ", subject)
        + String.format(Locale.ROOT, format, values);
  }
}
