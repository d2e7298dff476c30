/**
 * Worker processes, and what they and a sweep say to each other.
 *
 * <p>Begin with {@link Message}, the whole protocol: one line of JSON each. {@link Worker} is the
 * side of the worker, which trains one run after another. {@link WorkerProcess} is the side of the
 * sweep, and {@link WorkerLauncher} starts the process. {@link Machine} says how many workers there
 * may be, and on which GPUs.
 *
 * <p>The package knows the trainer and no other package of this module. {@code schedule} gives the
 * orders; the main class of a worker is in {@code cli}.
 *
 * <p>A line that is no message is passed over, since native libraries may print too. A worker saves
 * its run and ends when its input ends, so none outlives its sweep for long. It refuses a run whose
 * data, backend, precision or threads are no longer what was planned. Its Java heap is small,
 * because tensors lie outside it.
 */
package kleiber.sweeps.launch;
