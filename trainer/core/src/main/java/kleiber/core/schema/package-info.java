/**
 * From YAML and {@code --set} to records, whatever these describe.
 *
 * <p>Begin with {@link Key}, which describes one key on the record component that holds it, default
 * included. {@link ConfigValues} reads files and settings into values by dotted path, each with
 * where it came from. {@link ConfigBinder} turns those into records and collects every fault before
 * it reports; {@link ConfigReference} writes the page that lists the keys. {@link Resolved} is what
 * was bound as plain values, with its hash.
 *
 * <p>The package knows {@code foreign} and the errors, and nothing of what is configured: a model,
 * its data and its optimiser declare their keys with {@link Key}, and so do sweeps and recipes.
 *
 * <p>A component that is a record is a group of keys. One that is a sealed interface is a group
 * whose {@code kind} names the record; {@link Inline} makes keys of several records one. Later
 * sources win, and what they replace is gone. A relative name of a file is meant from the file that
 * gives it ({@link Places}).
 */
package kleiber.core.schema;
