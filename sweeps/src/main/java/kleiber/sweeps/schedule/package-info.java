/**
 * Which run trains when, on which slot, and what happens when one fails.
 *
 * <p>Begin with {@link Scheduler}. A {@link QueuedRun} is a run as it sees it, a {@link Policy}
 * says what to do about failures, and a {@link SweepListener} is told what happens. A run is {@link
 * Waiting}, trained here ({@link Occupancy}) or {@link Elsewhere}. {@link Room} is what is left of
 * a GPU's memory. {@link Makespan} and {@link Eta} say how long the rest will take.
 *
 * <p>The package knows {@code launch}, the record of a run ({@code kleiber.record}), and of {@code
 * kleiber.lm.checkpoint} whether there is one. {@link kleiber.sweeps.Sweep} runs the scheduler;
 * {@code calibrate} and the commands use its estimates of time.
 *
 * <p>One thread decides everything; messages of workers reach it through a queue. The longest run
 * that is ready goes first, and where it has to wait for memory, none overtakes it. A branch waits
 * for the checkpoint of its trunk. What another process trains is watched by its claim, on
 * whichever machine that is, and never started beside it. A run that has completed or diverged is
 * never trained again. A run is tried again if its worker died or its machine failed it, up to a
 * number of attempts on all machines together; {@link Crashes} says what counts where a worker
 * trained several.
 */
package kleiber.sweeps.schedule;
