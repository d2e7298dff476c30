/**
 * Worker processes, and what they and a sweep say to each other.
 *
 * <p>Begin with {@link Message}, the whole protocol: one line of JSON each. {@link WorkerLoop} is
 * the side of the worker; each {@link RunThread} in it trains one run after another, on a GPU
 * several at once. Whoever gives orders knows only {@link Launcher} and {@link Worker}: {@link
 * ProcessLauncher} starts a {@link WorkerProcess}, tests have workers in memory. {@link Machine}
 * says what there is to train on: a {@link Place} for each GPU or for all cores, with slots for
 * runs. {@link MachineRequest} makes it of what a user asks for.
 *
 * <p>The package knows how one run is trained ({@code kleiber.lm.run}, the backends, {@code
 * kleiber.record}) and no other package of this module. {@code schedule} gives the orders. The main
 * class of a worker is no business of this module: whoever runs a sweep gives it to the launcher.
 *
 * <p>A line that is no message is passed over, since native libraries may print too. A worker saves
 * its run and ends when its input ends, so none outlives its sweep for long. It refuses a run whose
 * data, backend, precision or threads are no longer what was planned. Its Java heap is small,
 * because tensors lie outside it. On a GPU one process trains all its runs, since processes take
 * turns there and threads do not.
 */
package kleiber.sweeps.launch;
