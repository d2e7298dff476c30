package kleiber.core.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
  private static final String PREFIX = "making-";

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path whole(String name, String content) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("a"), content);
    return made;
  }

  @Test
  void aFolderIsThereWholeOrNotAtAll() throws Exception {
    Path target = folder.resolve("target");
    try (WorkFolder work = WorkFolder.in(folder, PREFIX)) {
      Files.writeString(work.path().resolve("a"), "1");
      assertThat(target).doesNotExist();
      work.moveTo(target);
    }
    assertThat(target.resolve("a")).hasContent("1");
    assertThat(names()).containsExactly("target");
    try (WorkFolder work = WorkFolder.in(folder, PREFIX)) {
      Files.writeString(work.path().resolve("a"), "2");
      assertThatThrownBy(() -> work.moveTo(target)).isInstanceOf(FileSystemException.class);
    }
    assertThat(target.resolve("a")).hasContent("1");
    assertThat(names()).containsExactly("target");
  }

  @Test
  void anOlderFolderIsReplacedWithAllThatWasInIt() throws Exception {
    Path target = whole("target", "old");
    Files.writeString(target.resolve("only old"), "");
    try (WorkFolder work = WorkFolder.beside(target, PREFIX)) {
      Files.writeString(work.path().resolve("a"), "new");
      work.replace(target);
      assertThat(work.path().resolve("a")).as("the names were exchanged").hasContent("old");
    }
    assertThat(target.resolve("a")).hasContent("new");
    assertThat(target.resolve("only old")).doesNotExist();
    assertThat(names()).containsExactly("target");
  }

  @Test
  void whereNamesCannotBeExchangedTheOldFolderStepsAside() throws Exception {
    Path target = whole("target", "old");
    Replacement.stepAside(whole("made", "new"), target);
    assertThat(target.resolve("a")).hasContent("new");
    assertThat(names()).containsExactly("target");
    assertThatThrownBy(() -> Replacement.stepAside(folder.resolve("missing"), target))
        .isInstanceOf(IOException.class);
    assertThat(target.resolve("a")).as("it comes back").hasContent("new");
    assertThat(names()).containsExactly("target");
  }

  @Test
  void aFolderThatAKilledProcessHadPutAsideComesBack() throws Exception {
    Path target = folder.resolve("target");
    whole(".kleiber-before-target", "old");
    try (WorkFolder work = WorkFolder.beside(target, PREFIX)) {
      assertThat(target.resolve("a")).hasContent("old");
    }
    assertThat(names()).containsExactly("target");
  }

  @Test
  void whatTheDeadLeftIsSweptAndWhatTheLivingMakeIsNot() throws Exception {
    List<String> making;
    try (LivingWriter writer = LivingWriter.in(folder)) {
      WorkFolder.in(folder, PREFIX).close();
      AtomicFile.replace(folder.resolve("other"), "other");
      making = names();
      assertThat(making).hasSize(3).contains("other");
      assertThat(making).filteredOn(name -> name.startsWith(PREFIX)).hasSize(1);
    }
    assertThat(names()).as("a killed process leaves what it was at").isEqualTo(making);
    WorkFolder.in(folder, PREFIX).close();
    AtomicFile.replace(folder.resolve("other"), "other");
    assertThat(names()).containsExactly("other");
  }

  @Test
  void whatWasBegunElsewhereIsSweptWhenNothingInItHasChangedForADay() throws Exception {
    Path making = whole("making-0123456789ab-1-7-7.1", "half");
    WorkFolder.in(folder, PREFIX).close();
    assertThat(making).isDirectory();
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    Files.setLastModifiedTime(making, yesterday);
    WorkFolder.in(folder, PREFIX).close();
    assertThat(making).as("a file in it has changed since").isDirectory();
    Files.setLastModifiedTime(making.resolve("a"), yesterday);
    WorkFolder.in(folder, PREFIX).close();
    assertThat(names()).isEmpty();
  }

  @Test
  void whatHasTheNameOfNoMakerIsSomebodyElses() throws Exception {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    Path notes = Files.writeString(folder.resolve("kleiber-notes.tmp"), "mine");
    Files.setLastModifiedTime(notes, yesterday);
    AtomicFile.replace(folder.resolve("other"), "other");
    assertThat(names()).containsExactly("kleiber-notes.tmp", "other");
  }

  @Test
  void aFolderIsNotMovedWhereTheTargetIsAnothers() throws Exception {
    Path target = whole("target", "old");
    try (WorkFolder work = WorkFolder.in(folder, PREFIX)) {
      Runnable lost =
          () -> {
            throw new IllegalStateException("lost");
          };
      assertThatThrownBy(() -> work.replace(target, lost)).hasMessage("lost");
    }
    assertThat(target.resolve("a")).hasContent("old");
    assertThat(names()).containsExactly("target");
  }

  @Test
  void ownFoldersInTheMakingAreNotSwept() throws Exception {
    try (WorkFolder first = WorkFolder.in(folder, PREFIX);
        WorkFolder second = WorkFolder.in(folder, PREFIX)) {
      assertThat(first.path()).isDirectory();
      assertThat(second.path()).isDirectory();
    }
    assertThat(names()).isEmpty();
  }
}
