package kleiber.core.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFolderTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private static String mode(Path path) throws IOException {
    return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode") & 07777);
  }

  private Path filled(SharedFolder shared) throws IOException {
    Path tree = Files.createDirectories(shared.path().resolve("set"));
    Files.writeString(tree.resolve("tokens.bin"), "1 2 3");
    shared.open(tree);
    return tree;
  }

  @Test
  void aCacheThatIsMadeHereIsItsOwnersAlone() throws Exception {
    SharedFolder tokens = new SharedFolder(folder.resolve("new/cache")).inner("tokens");
    Path set = filled(tokens);
    assertThat(mode(folder.resolve("new/cache"))).isEqualTo("700");
    assertThat(mode(tokens.path())).isEqualTo("700");
    assertThat(mode(set)).isEqualTo("700");
    assertThat(mode(set.resolve("tokens.bin"))).isEqualTo("600");
  }

  @Test
  void oneThatWasMadeForAGroupIsOpenToItWhateverTheUmask() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.setAttribute(cache, "unix:mode", 02770);
    SharedFolder tokens = new SharedFolder(cache).inner("tokens");
    Path set = filled(tokens);
    assertThat(mode(tokens.path())).as("all may add").isEqualTo("2770");
    assertThat(mode(set)).as("all may read").isEqualTo("2750");
    assertThat(mode(set.resolve("tokens.bin"))).isEqualTo("640");
  }

  @Test
  void whatAnotherUserOwnsIsKnown() throws Exception {
    assertThat(SharedFolder.otherOwner(folder)).isNull();
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can give a file to another");
    Files.setAttribute(folder, "unix:uid", NOBODY);
    assertThat(SharedFolder.otherOwner(folder)).isEqualTo(Files.getOwner(folder).getName());
  }
}
