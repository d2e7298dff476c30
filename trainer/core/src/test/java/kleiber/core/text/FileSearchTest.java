package kleiber.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files paths lead to. */
class FileSearchTest {
  @TempDir Path folder;

  private void write(String... names) throws Exception {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private FoundFiles find(boolean hidden, String... paths) {
    List<String> all = Arrays.stream(paths).map(path -> folder + "/" + path).toList();
    return TextFiles.find(
        new TextSource(all, "text", "**", hidden, StandardCharsets.UTF_8, "data.corpus."));
  }

  private List<String> names(FoundFiles found) {
    return found.files().stream().map(file -> folder.relativize(file).toString()).toList();
  }

  @Test
  void hiddenAndSystemFilesAreSkippedAndCounted() throws Exception {
    write("c/a.txt", "c/._a.txt", "c/.DS_Store", "c/.git/x/config", "c/__MACOSX/b.txt");
    write("c/sub/.ipynb_checkpoints/a.txt", "c/Thumbs.db", "c/sub/..b.txt", "c/sub/c..txt");
    FoundFiles found = find(false, "c");
    assertThat(names(found)).containsExactly("c/a.txt", "c/sub/c..txt");
    assertThat(found.hidden()).isEqualTo(7);
    assertThat(find(true, "c").files()).hasSize(9);
    assertThat(find(false, "c/*").hidden()).as("those that the glob means").isEqualTo(3);
  }

  @Test
  void whatIsNamedOutrightIsMeant() throws Exception {
    write(".store/a.txt", ".store/.b.txt");
    assertThat(names(find(false, ".store"))).containsExactly(".store/a.txt");
    assertThat(names(find(false, ".store/.b.txt"))).containsExactly(".store/.b.txt");
  }

  @Test
  void aFolderOfHiddenFilesOnlyIsRefusedWithTheKeyThatReadsThem() throws Exception {
    write("c/.a.txt", "c/.b.txt");
    assertThatThrownBy(() -> find(false, "c"))
        .hasMessageContaining("no file matches")
        .hasMessageContaining("the 2 that do are hidden")
        .hasMessageContaining("data.corpus.hidden: true");
  }

  @Test
  void linksAreFollowedLoopsNoticedAndNoFileReadTwice() throws Exception {
    write("c/a.txt", "elsewhere/b.txt");
    Files.createSymbolicLink(folder.resolve("c/to"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("c/up"), folder.resolve("c"));
    Files.createSymbolicLink(folder.resolve("c/z.txt"), folder.resolve("c/a.txt"));
    Files.createSymbolicLink(folder.resolve("c/broken"), folder.resolve("nowhere"));
    FoundFiles found = find(false, "c", "elsewhere");
    assertThat(names(found)).containsExactly("c/a.txt", "c/to/b.txt");
    assertThat(found.remarks())
        .containsExactly(
            folder.resolve("c/up")
                + " is a symbolic link back to a folder above it, and is not followed",
            folder.resolve("c/broken") + " leads to neither a file nor a folder, and is not read",
            "2 files named twice, by links or by paths, and read once");
  }

  @Test
  void whatExistsIsAPathWhateverCharactersAreInItsName() throws Exception {
    write("odd [names] {here}/a*.txt", "odd [names] {here}/b.txt", "odd n/c.txt");
    assertThat(names(find(false, "odd [names] {here}"))).hasSize(2);
    assertThat(names(find(false, "odd [names] {here}/a*.txt")))
        .containsExactly("odd [names] {here}/a*.txt");
    assertThat(names(find(false, "odd [names] {here}/[b-c].txt")))
        .containsExactly("odd [names] {here}/b.txt");
  }

  @Test
  void twoStarsStandForAnyFoldersAndForNone() throws Exception {
    write("g/a.txt", "g/x/b.txt", "g/x/y/c.txt", "g/x/d.md");
    assertThat(names(find(false, "g/**/*.txt")))
        .containsExactly("g/a.txt", "g/x/b.txt", "g/x/y/c.txt");
    assertThat(names(find(false, "g/**.txt"))).hasSize(3);
    assertThat(names(find(false, "g/{x,y}/*.{md,txt}"))).containsExactly("g/x/b.txt", "g/x/d.md");
  }

  @Test
  void pathsThatLeadNowhereAreNamed() throws Exception {
    write("g/a.txt");
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> find(false, "h/b.txt")).hasMessageContaining(folder + "/h/b.txt");
    assertThatThrownBy(() -> find(false, "h/*.txt")).hasMessageContaining("no file or folder");
    assertThatThrownBy(() -> find(false, "g/*.md")).hasMessageContaining("no file matches");
    assertThatThrownBy(() -> find(false, "empty")).hasMessageContaining("no file matches");
    assertThatThrownBy(() -> find(false, "g/[a.txt")).hasMessageContaining("is not a glob");
    assertThatThrownBy(() -> find(false)).hasMessageContaining("data.corpus.paths is empty");
  }
}
