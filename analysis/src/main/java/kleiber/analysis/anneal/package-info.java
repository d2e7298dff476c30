/**
 * Curve laws: the loss at every step of a run under any schedule of the learning rate.
 *
 * <p>Begin with {@link CurveLaw} and its two records. {@link Rates} is a schedule as the laws see
 * it. {@link LoggedRuns} reads what runs logged from {@code curves.csv}, {@link CurveFitter} fits a
 * law to all points of some of them, and {@link CurveFit} is the file that it leaves, which
 * predicts other runs. {@link FitExpectation} gives {@code kleiber train --expect} its band.
 *
 * <p>The package knows {@code fit} for the descent, {@code table}, {@code uncertainty} and {@code
 * json}, and {@code kleiber.record.expectation}. The commands use it. A law is of one size and one
 * batch.
 */
package kleiber.analysis.anneal;
