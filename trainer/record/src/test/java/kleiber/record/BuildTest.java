package kleiber.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir Path home;

  private static Optional<Build> of(Path folder) {
    return Build.of(folder, Duration.ofMinutes(1));
  }

  private static String git(Path folder, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 5];
    System.arraycopy(
        new String[] {"git", "-c", "user.name=a", "-c", "user.email=a@b"}, 0, command, 0, 5);
    System.arraycopy(arguments, 0, command, 5, arguments.length);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  @Test
  void aCheckoutIsAskedForItsCommitAndChanges() throws Exception {
    git(home, "init", "-q");
    Path file = Files.writeString(home.resolve("a"), "1");
    git(home, "add", "a");
    git(home, "commit", "-q", "-m", "first");
    git(home, "tag", "v1");
    String commit = git(home, "rev-parse", "HEAD");
    assertThat(of(home)).contains(new Build(commit, false));
    Files.writeString(home.resolve("untracked"), "2");
    assertThat(of(home)).contains(new Build(commit, false));
    Files.writeString(file, "2");
    assertThat(of(home)).contains(new Build(commit, true));
    Path other = home.resolve("other");
    git(home, "worktree", "add", "-q", other.toString());
    assertThat(of(other)).contains(new Build(commit, false));
  }

  @Test
  void aDistributionHasItsCommitInAFile() throws Exception {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    Files.writeString(home.resolve("commit"), commit + "\n");
    assertThat(of(home)).contains(new Build(commit, false));
    Files.writeString(home.resolve("commit"), commit + "-dirty\n");
    assertThat(of(home)).contains(new Build(commit, true));
  }

  @Test
  void aFolderOfNeitherKindHasNoCommitEvenInsideARepository() throws Exception {
    assertThat(of(home)).isEmpty();
    git(home, "init", "-q");
    assertThat(of(Files.createDirectory(home.resolve("inner")))).isEmpty();
    Files.writeString(home.resolve("commit"), "");
    assertThat(of(home)).isEmpty();
  }

  private void commit(String... files) throws Exception {
    git(home, "init", "-q");
    for (String file : files) {
      git(home, "add", file);
    }
    git(home, "commit", "-q", "-m", "first");
  }

  private Path program(String text) throws Exception {
    Path file = Files.writeString(home.resolve("program.sh"), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void noProgramOfTheCheckoutsConfigurationIsStarted() throws Exception {
    Files.writeString(home.resolve("a"), "1");
    commit("a");
    Path mark = home.resolve("started");
    Path monitor = program("echo started >" + mark);
    git(home, "config", "core.fsmonitor", monitor.toString());
    git(home, "status");
    assertThat(mark).as("git itself starts it").exists();
    Files.delete(mark);
    assertThat(of(home)).isPresent();
    assertThat(mark).doesNotExist();
  }

  @Test
  @Timeout(60)
  void gitIsNotWaitedForLongerThanTheLimit() throws Exception {
    Path file = Files.writeString(home.resolve("a"), "1");
    Files.writeString(home.resolve(".gitattributes"), "a filter=slow");
    commit("a", ".gitattributes");
    Path wait = program("while [ ! -e " + home.resolve("end") + " ]; do sleep 0.1; done; cat");
    git(home, "config", "filter.slow.clean", wait.toString());
    assertThat(file.toFile().setLastModified(1_000_000_000_000L)).isTrue();
    assertThat(Build.of(home, Duration.ofMillis(100))).isEmpty();
    Files.writeString(home.resolve("end"), "");
    assertThat(of(home)).isPresent();
  }

  @Test
  void theFolderThatAProgramIsRunInIsNotAsked() {
    assertThat(Build.ofHome(null)).isEmpty();
  }
}
