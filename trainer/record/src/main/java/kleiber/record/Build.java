package kleiber.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this program was built from. A distribution has it in a file; a checkout is asked, since its
 * launcher builds whatever has changed. The folder that the program is run in does not matter.
 *
 * @param commit 40 hexadecimal digits
 * @param dirty whether tracked files differed from it
 */
public record Build(String commit, boolean dirty) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Pattern DESCRIPTION = Pattern.compile("([0-9a-f]{40})(-dirty)?");

  /** Asked once: a commit made while the program runs does not change what is running. */
  private static final class Running {
    static final Optional<Build> BUILD = ofHome(System.getProperty("kleiber.home"));
  }

  /** The running program's, empty where there is neither a distribution nor a repository. */
  public static Optional<Build> current() {
    return Running.BUILD;
  }

  /** The folder that a program is run in is not asked where nobody says what the program's is. */
  static Optional<Build> ofHome(String home) {
    return home == null ? Optional.empty() : of(Path.of(home), LIMIT);
  }

  /**
   * The build that lives in a folder: a distribution with the file {@code commit}, or a checkout.
   *
   * @param limit after which git is not waited for
   */
  static Optional<Build> of(Path home, Duration limit) {
    Path file = home.resolve("commit");
    try {
      return parse(Files.exists(file) ? Files.readString(file) : describe(home, limit));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** For people: the commit's first twelve digits, and whether there are changes. */
  public String describe() {
    return commit.substring(0, 12) + (dirty ? ", with changes" : "");
  }

  private static Optional<Build> parse(String description) {
    Matcher matcher = DESCRIPTION.matcher(description.strip());
    return matcher.matches()
        ? Optional.of(new Build(matcher.group(1), matcher.group(2) != null))
        : Optional.empty();
  }

  /**
   * As app/distribution/pom.xml does, for a checkout of any owner: its code is running. Git would
   * start programs that the checkout's configuration names; none is needed to tell a commit.
   */
  private static String describe(Path home, Duration limit)
      throws IOException, InterruptedException {
    if (!Files.exists(home.resolve(".git"))) {
      return "";
    }
    List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
    command.addAll(List.of("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"));
    command.addAll(List.of("describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = builder.start();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return "";
    }
    // All that git printed is in the pipe, which something it has started may still hold open.
    InputStream out = process.getInputStream();
    String description = new String(out.readNBytes(out.available()), StandardCharsets.UTF_8);
    return process.exitValue() == 0 ? description : "";
  }
}
