package kleiber.core.text;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that a user's paths name.
 *
 * @param files in the order of the paths, by name within a folder, none twice
 * @param bytes in all of them together
 * @param hidden hidden and system files that were skipped
 * @param remarks what else the user should know, in sentences
 */
public record FoundFiles(List<Path> files, long bytes, long hidden, List<String> remarks) {
  /** Keeps copies. */
  public FoundFiles {
    files = List.copyOf(files);
    remarks = List.copyOf(remarks);
  }
}
