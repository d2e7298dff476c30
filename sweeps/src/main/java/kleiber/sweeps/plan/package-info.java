/**
 * From the rows of a design to runs with a complete configuration and an identity.
 *
 * <p>Begin with {@link Plan}, all runs of a sweep. {@link RunPlanner} makes one of them: first the
 * shape of the model, then how long it trains, then the rules. A {@link PlannedRun} is the result.
 * {@link Branches} finds runs that can share their first steps. Where rows are tuned, {@link
 * TunedDesign} finds the runs that follow from the results so far, {@link CellTrials} those of a
 * cell.
 *
 * <p>The package knows {@code spec} and {@code tune}, and of language models mostly {@code
 * lm.config} and {@code lm.model}. It opens the data ({@link PlannedData}), since sizes and
 * identities depend on them. It chooses a backend but does not open one.
 *
 * <p>Each identity occurs once in a plan. A run that is asked for both in the design and as a
 * holdout is held out. A run whose data cannot be opened stays in the plan with the reason, and its
 * own record will say why it failed. Branching rests on Hu et al. (arXiv:2404.06395).
 */
package kleiber.sweeps.plan;
