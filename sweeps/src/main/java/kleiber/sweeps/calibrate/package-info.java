/**
 * What a sweep will take on this machine: seconds, memory, disk.
 *
 * <p>Begin with {@link Forecast}, the answer for a whole sweep. {@link Calibration} measures what
 * the steps of each shape of model take and keeps it in files; {@link StepTimer} does one
 * measurement. {@link Estimate} works out a run from that. {@link RunsAtOnce} finds how many runs
 * fill a GPU.
 *
 * <p>The package knows {@code plan}, {@code launch.Machine} and {@code schedule.Makespan}, and it
 * times steps of real models with {@code lm.bench}. {@code ledger} and {@link kleiber.sweeps.Sweep}
 * use it.
 *
 * <p>On processors, as many shapes are timed at once as runs will train at once, because neighbours
 * on one machine slow each other down; on a GPU each shape is timed beside itself and alone. A
 * measurement holds for one processor, one version of Java and one number of slots, among other
 * things. A run that could not be timed is assumed to reach the best rate that was measured.
 */
package kleiber.sweeps.calibrate;
