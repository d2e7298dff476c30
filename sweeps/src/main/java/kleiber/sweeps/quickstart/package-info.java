/**
 * The sweep behind {@code kleiber quickstart}, made to fit the time there is.
 *
 * <p>Begin with {@link Experiment}, the sweep in its folder. {@link Budget} finds how much compute
 * the time allows. The five steps from planning to the report are in {@code QuickstartCommand} of
 * {@code cli}.
 *
 * <p>The package knows {@link kleiber.sweeps.Sweep}, {@code ledger}, {@code launch.Machine} and
 * {@code spec}. Only {@code cli} uses it.
 *
 * <p>Whatever is decided goes into {@code quickstart.yaml} at once: the budgets first, the held-out
 * run after the fit. So a quickstart that was stopped goes on with the same numbers. The file is a
 * sweep like any other, and can be read and run by itself. The held-out run has 5.6 times the
 * compute of the largest budget.
 */
package kleiber.sweeps.quickstart;
