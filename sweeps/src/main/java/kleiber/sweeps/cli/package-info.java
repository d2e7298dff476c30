/**
 * {@code kleiber sweep plan}, {@code run}, {@code status} and {@code collect}, {@code kleiber
 * quickstart}, and the main class of a worker.
 *
 * <p>Begin with {@link SweepRunCommand}, a sweep from its file to its exit code. {@link PlanReport}
 * and {@link StatusReport} are what {@code plan} and {@code status} print, as text or as JSON.
 * {@link QuickstartCommand} is the whole loop of plan, train, fit, predict and check.
 *
 * <p>The package may know every other package of this module, and the trainer's {@code cli}. Nobody
 * imports it: commands are listed in {@code META-INF/services}, and whoever runs a {@link
 * kleiber.sweeps.Sweep} says who trains: here it is {@link SweepWorker}, in processes.
 *
 * <p>Only this package prints or ends the process ({@code ArchitectureTest}). The quickstart
 * reaches fits and reports through {@link LawsByCommand}, so this module does not need {@code
 * analysis}. In a worker, {@code System.out} is turned to standard error, which leaves standard
 * output to the messages.
 */
package kleiber.sweeps.cli;
