/**
 * Plans, runs and collects many training runs.
 *
 * <p>Begin with {@link Sweep}: a sweep that is ready to run, and what a program uses that trains
 * many models. {@link Rounds} runs it to its end, also where the next runs follow from the results
 * of the last. {@link SharedWork} is one worker's part in a sweep that is planned already, beside
 * any number of others on any hosts.
 *
 * <p>In the order in which they know each other: {@code tune} (where to look for the best learning
 * rate), {@code spec} (what the YAML asks for), {@code plan} (runs with their complete
 * configurations), {@code launch} (worker processes), {@code schedule} (which run trains when),
 * {@code calibrate} (what it will take), {@code ledger} (what the folder is meant to hold), {@code
 * collect} (the folder as tables) and {@code slurm} (the folder's workers on a cluster).
 *
 * <p>This module knows {@code kleiber.lm} and what that rests on. It knows no command and not the
 * main class of a worker, which whoever runs a sweep brings. Laws are fitted by {@code
 * kleiber.analysis}: it reads the tables that are left here, and neither module knows the other.
 */
package kleiber.sweeps;
