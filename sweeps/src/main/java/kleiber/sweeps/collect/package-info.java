/**
 * The folder of a sweep as tables: {@code runs.csv}, {@code runs.jsonl} and {@code curves.csv}.
 *
 * <p>Begin with {@link Collector}, which writes them all. {@link RunsTable} makes the rows from a
 * {@link RunRow}: what was planned, and how it stands. {@link Standing} is the quicker look that
 * {@code sweep status} takes, with who has the run ({@link Holding}), and {@link CellStanding} that
 * at the cells of a tuned sweep.
 *
 * <p>The package knows {@code ledger} and {@code tune}, the folders of runs ({@code
 * kleiber.record}) and the names of the columns ({@code kleiber.record.table}). The commands and
 * {@link kleiber.sweeps.Sweep} use it. The module {@code analysis} reads these tables as files;
 * neither module imports the other.
 *
 * <p>Every planned run has a row, whatever has become of it. The columns of {@code runs.csv} are
 * fixed, except for the configuration keys that vary in the sweep. Everything is read from files,
 * so tables can be made at any time, even while the sweep runs; a run with a bad file is there as
 * unreadable.
 */
package kleiber.sweeps.collect;
