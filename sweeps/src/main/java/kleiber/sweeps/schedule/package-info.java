/**
 * Which run trains when, on which slot, and what happens when one fails.
 *
 * <p>Begin with {@link Scheduler}. A {@link QueuedRun} is a run as it sees it, and a {@link
 * SweepListener} is told what happens. {@link Occupancy} knows which run trains on which slot,
 * {@link Room} what is left of a GPU's memory. {@link Makespan} and {@link Eta} say how long the
 * rest will take.
 *
 * <p>The package knows {@code launch}, {@code record} and whether a checkpoint exists. {@link
 * kleiber.sweeps.Sweep} runs the scheduler; {@code calibrate} uses its estimates of time.
 *
 * <p>One thread decides everything; messages of workers reach it through a queue. The longest run
 * that is ready goes first, and where it has to wait for memory, none overtakes it. A branch waits
 * for the checkpoint of its trunk. A run that has completed or diverged is never trained again. A
 * run is tried again if its worker died or its machine failed it, up to a number of attempts;
 * {@link Crashes} says what counts where it trained several.
 */
package kleiber.sweeps.schedule;
