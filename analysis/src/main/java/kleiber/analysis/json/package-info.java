/**
 * JSON as this module writes and reads it.
 *
 * <p>There is one class. {@link Json} has a mapper that writes and a stricter one that reads, for
 * files of others, too. A number is finite or null, since JSON knows neither NaN nor infinities.
 *
 * <p>The package knows {@code kleiber.core} alone. {@code file} and {@code anneal} use it for their
 * files, the commands for {@code --json}.
 */
package kleiber.analysis.json;
