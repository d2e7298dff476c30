/**
 * Plans, runs and collects many training runs.
 *
 * <p>Begin with {@link Sweep}, a sweep from its spec to its tables; {@link Rounds} go on while
 * hyperparameters are tuned. What is asked for is in {@code spec}, the runs that follow in {@code
 * plan}, what they take in {@code calibrate}, the folder in {@code ledger}, the training in {@code
 * schedule} and {@code launch}, the tables in {@code collect}.
 */
package kleiber.sweeps;
