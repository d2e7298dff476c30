/**
 * The folder of a run: what a run writes down about itself, and how to read it again.
 *
 * <p>Begin with {@link RunDirectory}, which names every file. {@link Status} says how the run
 * stands, and {@code claim} below who has it. {@link MetricsLog} is the log, one {@link Metric} per
 * line. docs/run-record.md describes all the formats.
 *
 * <p>The package knows {@code foreign} and {@code output} of {@code kleiber.core}. {@code
 * kleiber.lm.run} writes most of these files; {@code kleiber.sweeps}, {@code kleiber.analysis} and
 * the commands read them, through {@link Look} where one bad file must not stop all the others.
 * Three packages stand below: {@code claim} (which process has a folder), {@code expectation}
 * (which losses are expected of a run) and {@code table} (the columns of {@code runs.csv} and
 * {@code curves.csv}).
 *
 * <p>{@code metrics.jsonl} is what counts; the TensorBoard files are a copy of it. A torn last line
 * is the mark of a killed run and is dropped; a bad line anywhere else is an error. Small files are
 * replaced whole, so that a reader never sees half of one.
 */
package kleiber.record;
