/**
 * {@code fit.json}, written and read.
 *
 * <p>Begin with {@link FitFile}. {@link FitJson} has the keys, in their order, and goes from and to
 * {@link kleiber.analysis.study.FitReport}; {@link WholeFit} refuses a file that could not predict.
 *
 * <p>The package knows {@code study} and what a report is made of. Nothing that computes knows it:
 * only the report and the commands do. The few keys that a sweep reads back are named in {@code
 * kleiber.record.table.FitFormat}.
 */
package kleiber.analysis.file;
