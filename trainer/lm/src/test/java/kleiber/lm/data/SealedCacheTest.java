package kleiber.lm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kleiber.core.KleiberException;
import kleiber.lm.tokenizer.TokenizerSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prepared tokens are what was prepared, or are prepared again. */
class SealedCacheTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private CorpusSpec corpus;
  private Path home;
  private Dataset first;

  @BeforeEach
  void prepare() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello, world! ".repeat(200));
    corpus = new CorpusSpec.Files(List.of(text.toString()), "text", "**");
    first = open();
    home = folder.resolve("cache/tokens").resolve(first.id());
    notes.clear();
  }

  private Dataset open() {
    return new DatasetCache(folder.resolve("cache"), notes::add)
        .open(corpus, new TokenizerSpec.Chars(), 0.1, 1);
  }

  private static void flip(Path file, long at) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int value = bytes.read();
      bytes.seek(at);
      bytes.write(value ^ 1);
    }
  }

  /** Version, width, counts, vocabulary, entropy and digest in the header, and tokens. */
  @ParameterizedTest
  @CsvSource({
    "tokens.bin, 8", "tokens.bin, 12", "tokens.bin, 16", "tokens.bin, 24", "tokens.bin, 32",
    "tokens.bin, 48", "tokens.bin, 63", "tokens.bin, 70", "tokens.bin, 96", "tokens.bin, 97",
    "tokens.bin, 2001", "tokenizer.json, 30", "manifest.json, 5"
  })
  void aBitThatFlipsInAnyFileIsFoundAndMended(String file, long at) throws Exception {
    open();
    flip(home.resolve(file), at);
    Dataset mended = open();
    assertThat(notes).anyMatch(note -> note.startsWith("preparing again: "));
    assertThat(mended.digest()).isEqualTo(first.digest());
    assertThat(mended.vocabulary()).isEqualTo(first.vocabulary());
    assertThat(mended.train().size()).isEqualTo(first.train().size());
    assertThat(mended.tokenizer().toJson()).isEqualTo(first.tokenizer().toJson());
    notes.clear();
    open();
    assertThat(notes).isEmpty();
  }

  @Test
  void aFileThatIsAddedIsNotBelieved() throws Exception {
    Files.writeString(home.resolve("added_tokens.json"), "{\"h\": 0}");
    open();
    assertThat(notes).anyMatch(note -> note.contains("holds other files than its manifest.json"));
    assertThat(home.resolve("added_tokens.json")).doesNotExist();
  }

  @Test
  void whatWasComparedIsWrittenDownOnceItHasSettled() throws Exception {
    open();
    assertThat(home.resolve("verified")).doesNotExist();
    new SealedFolder(home, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1))).require();
    String stamp = Files.readString(home.resolve("verified"));
    assertThat(stamp).contains("manifest.json {", "tokenizer.json {", "tokens.bin {", "ctime=");
  }

  /** Shown by a stamp that lies: nobody but a hand that writes it can make one. */
  @Test
  void filesThatHaveNotChangedSinceAreNotReadAgain() throws Exception {
    flip(home.resolve("tokens.bin"), 500);
    SealedFolder sealed = new SealedFolder(home, Clock.systemUTC());
    Files.writeString(home.resolve("verified"), sealed.stamp());
    sealed.require();
    Files.writeString(home.resolve("verified"), sealed.stamp() + "more");
    assertThatThrownBy(sealed::require).hasMessageContaining("does not match its SHA-256");
  }

  @Test
  void aBitThatFlipsUnderARestoredTimeIsFound() throws Exception {
    new SealedFolder(home, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1))).require();
    Path tokens = home.resolve("tokens.bin");
    FileTime time = Files.getLastModifiedTime(tokens);
    Thread.sleep(20);
    flip(tokens, 500);
    Files.setLastModifiedTime(tokens, time);
    assertThat(open().digest()).isEqualTo(first.digest());
    assertThat(notes).anyMatch(note -> note.contains("does not match its SHA-256"));
  }

  /** As memory or a disk may do it behind a mapping that is in use. */
  @Test
  void aTokenBeyondTheVocabularyNeverLeavesItsFile() throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(home.resolve("tokens.bin").toFile(), "rw")) {
      bytes.seek(TokenFile.HEADER + 2 * 7);
      bytes.write(new byte[] {(byte) 0xFF, (byte) 0xFF});
    }
    int[] target = new int[16];
    first.train().read(8, target, 8);
    assertThatThrownBy(() -> first.train().read(0, target, 16))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("tokens.bin is damaged: token 65535 is not below its vocabulary of")
        .hasMessageContaining("run again");
  }
}
