package kleiber.analysis.study;

import java.util.List;
import kleiber.analysis.curves.Envelope;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.Optimum;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.core.foreign.MayBeMissing;

/**
 * What else the runs say, beside the law fitted to all of them.
 *
 * @param rollout error on the most expensive runs when fitted without them; null where too few
 * @param comparison other laws of the same inputs
 * @param isoflop approach 2 beside the law; null where the runs form no budgets
 * @param optima best values of a hyperparameter, where these were fitted
 * @param envelope approach 1; null without learning curves
 * @param conventions the same law under every way to count parameters and FLOPs, where asked for
 * @param holdouts predictions of runs that were never fitted
 */
public record Checks(
    @MayBeMissing Rollout rollout,
    List<LawResult> comparison,
    @MayBeMissing IsoFlop isoflop,
    List<Optimum> optima,
    @MayBeMissing Envelope envelope,
    List<ConventionFit> conventions,
    List<Holdout> holdouts) {}
