/**
 * {@code kleiber train}, {@code eval}, {@code sample}, {@code export}, {@code devices}, {@code
 * verify} and {@code bench}: all that is done with one model or one device.
 *
 * <p>Begin with {@link TrainCommand}, from a file of configuration to a run folder. {@link
 * TerminalProgress} is what a training run prints, {@link ModelSheet} what {@code --show-model}
 * does.
 *
 * <p>The work itself is in {@code kleiber.lm}: {@code run} trains, {@code inference} evaluates and
 * writes text, {@code interchange} exports, {@code verify} and {@code bench} try and time.
 */
package kleiber.app.train;
