/**
 * Outputs that are whole at every moment: files and folders are written beside their places, synced
 * and moved there, and what killed processes left beside is removed by the next.
 *
 * <p>Begin with {@link AtomicFile}, for a file, and {@link WorkFolder}, for a folder. {@link
 * InTheMaking} tells what is being made from what was left behind. {@link SharedFolder} is a cache
 * that several users may have together.
 *
 * <p>The package knows {@code kleiber.core} alone. It is the only one that moves files into place,
 * in the whole program; ArchUnit holds that.
 */
package kleiber.core.output;
