/**
 * JSON as this module writes it, and reads its own again.
 *
 * <p>There is one class. {@link Json} has the one mapper: its numbers are finite or null, since JSON knows
 * neither NaN nor infinities, and it reads what it wrote.
 *
 * <p>The package knows {@code kleiber.core} alone. {@code file} and {@code anneal} use it for their files,
 * the commands for {@code --json}. JSON that others wrote is read through {@code
 * kleiber.core.foreign}.
 */
package kleiber.analysis.json;
