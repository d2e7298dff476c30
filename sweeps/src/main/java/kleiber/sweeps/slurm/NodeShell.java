package kleiber.sweeps.slurm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import kleiber.core.ShellWords;

/**
 * How a node starts this program.
 *
 * @param environment variables that it needs there
 * @param setup what a shell does first, such as {@code module load java/17}
 * @param container the image that it runs in, empty for none
 * @param gpus whether the container needs the driver of the node's GPUs
 * @param folders what it reads and writes, besides the user's home
 */
public record NodeShell(
    Map<String, String> environment,
    List<String> setup,
    Optional<String> container,
    boolean gpus,
    List<Path> folders) {
  /** Lines that come before all others. */
  String beginning() {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                lines
                    .append("export ")
                    .append(ShellWords.join(List.of(name + "=" + value)))
                    .append('\n'));
    setup.forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  /** A command of this program. */
  String kleiber(String... words) {
    String command = ShellWords.kleiber(List.of(words));
    return container.map(image -> ShellWords.join(inContainer(image)) + " ").orElse("") + command;
  }

  private List<String> inContainer(String image) {
    List<String> words = new ArrayList<>(List.of("apptainer", "exec"));
    if (gpus) {
      words.add("--nv");
    }
    new TreeSet<>(folders).forEach(folder -> words.add("--bind=" + folder));
    words.add(image);
    return words;
  }
}
