/**
 * The command {@code kleiber}, and its subcommands {@code train}, {@code eval}, {@code sample},
 * {@code export}, {@code devices}, {@code verify}, {@code bench} and {@code help}.
 *
 * <p>Begin with {@link Kleiber}, the root command. {@link TrainCommand} is a typical {@link
 * Subcommand}. {@link Interruption} explains what a signal does.
 *
 * <p>The package may know everything in this module, where nothing else may know it ({@code
 * ArchitectureTest}). In other modules only {@code cli} packages do. Subcommands are listed in
 * {@code META-INF/services}. So {@code sweeps}, {@code analysis} and {@code trainer/recipes} bring
 * theirs along without being imported here.
 *
 * <p>Only {@code cli} packages print or end the process. A failure that the user can do something
 * about is shown as a message and ends with a documented {@link kleiber.trainer.ExitCode}; any
 * other shows a stack trace. A command that is asked to stop while it has something to save does
 * so, says how to go on, and ends with 75.
 */
package kleiber.trainer.cli;
