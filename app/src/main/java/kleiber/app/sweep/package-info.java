/**
 * {@code kleiber sweep plan}, {@code run}, {@code status} and {@code collect}; {@code submit},
 * {@code work} and {@code cancel} for clusters; and the main class of a worker.
 *
 * <p>Begin with {@link SweepRunCommand}, a sweep from its file to its exit code. {@link PlanReport}
 * and {@link StatusReport} are what {@code plan} and {@code status} print, as text or as JSON. The
 * work itself is in {@code kleiber.sweeps}.
 *
 * <p>In a worker, {@code System.out} is turned to standard error, which leaves standard output to
 * the messages.
 */
package kleiber.app.sweep;
