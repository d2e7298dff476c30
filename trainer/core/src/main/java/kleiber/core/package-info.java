/**
 * Errors, exit codes and the wording of messages: what every module needs to speak to its user.
 *
 * <p>Begin with {@link KleiberException}, the exception for everything that the user can do
 * something about. Its message says what is wrong, where, and how to fix it. Its {@link ExitCode}
 * is what the process ends with. Then read {@link Shown}, which makes text from elsewhere fit for a
 * message: short, and with every invisible character written as its number. {@link VisibleText} is
 * for tables and documents, where such a character becomes U+FFFD.
 *
 * <p>This package imports nothing else of Kleiber, and everything else may import it. Nothing here
 * prints: only commands do. If any other exception gets out of a command, it counts as an internal
 * error and is shown with its stack trace. (Wrong options are picocli's to report.)
 */
package kleiber.core;
