/**
 * The command {@code kleiber}: what all its subcommands share, and the only place that prints or
 * ends the process.
 *
 * <p>Begin with {@link Kleiber}, the root command. A {@link Subcommand} is listed in {@code
 * META-INF/services}, so that the root names none of them. {@link Interruption} explains what a
 * signal does. {@link ErrorReport} and {@link UsageReport} turn failures into words.
 *
 * <p>The packages below hold the commands, a package for each part of the program: {@code train}
 * (one model), {@code sweep} (many), {@code fit} (laws, plans and reports), {@code quickstart} (all
 * of it at once) and {@code recipes}. They may know every module, where no other module knows this
 * one.
 *
 * <p>A failure that the user can do something about is shown as a message and ends with a
 * documented {@link kleiber.core.ExitCode}; any other shows a stack trace. A command that is asked
 * to stop while it has something to save does so, says how to go on, and ends with 75.
 */
package kleiber.app;
