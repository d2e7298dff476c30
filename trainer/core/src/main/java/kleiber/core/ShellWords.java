package kleiber.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commands to be copied into a shell. */
public final class ShellWords {
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  private ShellWords() {}

  /** The words as one line; those that a shell would read otherwise are quoted. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  private static String quote(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command of this program, by a path that works in every folder. */
  public static String kleiber(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(launcher()));
    words.addAll(arguments);
    return join(words);
  }

  private static String launcher() {
    Path home = home();
    for (String place : new String[] {"kleiber", "bin/kleiber"}) {
      if (home != null && Files.isRegularFile(home.resolve(place))) {
        return home.resolve(place).toString();
      }
    }
    return "kleiber";
  }

  /** The program's folder, null where it was not started by its launcher. */
  public static Path home() {
    String home = System.getProperty("kleiber.home");
    return home == null ? null : Path.of(home).toAbsolutePath().normalize();
  }
}
