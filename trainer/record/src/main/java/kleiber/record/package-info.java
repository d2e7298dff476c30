/**
 * The folder of a run: what a run writes down about itself, and how to read it again.
 *
 * <p>Begin with {@link RunDirectory}, which names every file and locks the folder. {@link Status}
 * says how the run stands. {@link MetricsLog} is the log, one {@link Metric} per line.
 * docs/run-record.md describes all the formats.
 *
 * <p>The package knows {@code core.foreign} and {@code core.output}. Training writes most of these
 * files; sweeps, reports and checks of recipes read them.
 *
 * <p>{@code metrics.jsonl} is what counts; the TensorBoard files are a copy of it. A torn last line
 * is the mark of a killed run and is dropped; a bad line anywhere else is an error. Small files are
 * replaced whole, so that a reader never sees half of one.
 */
package kleiber.record;
