/**
 * How fast this machine trains: {@link StepBenchmark} times the steps of a model, {@link
 * SideBySide} those of several at once, {@link GemmCeiling} what the machine's products could
 * reach.
 */
package kleiber.lm.bench;
