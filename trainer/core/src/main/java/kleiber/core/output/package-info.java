/**
 * Outputs that are whole at every moment: files and folders are written beside their places, synced
 * and moved there, and what killed processes left beside is swept by the next.
 */
package kleiber.core.output;
