package kleiber.trainer.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir Path home;

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
    assertThat(Build.of(home)).contains(new Build(commit, false));
    Files.writeString(home.resolve("untracked"), "2");
    assertThat(Build.of(home)).contains(new Build(commit, false));
    Files.writeString(file, "2");
    assertThat(Build.of(home)).contains(new Build(commit, true));
    Path other = home.resolve("other");
    git(home, "worktree", "add", "-q", other.toString());
    assertThat(Build.of(other)).contains(new Build(commit, false));
  }

  @Test
  void aDistributionHasItsCommitInAFile() throws Exception {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    Files.writeString(home.resolve("commit"), commit + "\n");
    assertThat(Build.of(home)).contains(new Build(commit, false));
    Files.writeString(home.resolve("commit"), commit + "-dirty\n");
    assertThat(Build.of(home)).contains(new Build(commit, true));
  }

  @Test
  void aFolderOfNeitherKindHasNoCommitEvenInsideARepository() throws Exception {
    assertThat(Build.of(home)).isEmpty();
    git(home, "init", "-q");
    assertThat(Build.of(Files.createDirectory(home.resolve("inner")))).isEmpty();
    Files.writeString(home.resolve("commit"), "");
    assertThat(Build.of(home)).isEmpty();
  }
}
