package kleiber.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that unpack to far more than they are, and records made to exhaust a reader. */
class PackedTextTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;

  /** Characters of all documents. */
  private static long read(Path path) {
    TextSource source =
        new TextSource(
            List.of(path.toString()), "text", "**", false, StandardCharsets.UTF_8, "data.corpus.");
    long[] characters = {0};
    TextFiles.open(source, bytes -> {}).read((text, ends) -> characters[0] += text.length());
    return characters[0];
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] letters(int megabytes) {
    return "a".repeat(megabytes * MEGABYTE).getBytes(StandardCharsets.US_ASCII);
  }

  private Path write(String name, byte[] content) throws Exception {
    return Files.write(folder.resolve(name), content);
  }

  private static void refused(Path path) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("over 200 times its size")
        .hasMessageContaining("if it is meant, unpack it and give the text");
  }

  @Test
  void gzipThatUnpacksToAThousandTimesItsSizeIsRefused() throws Exception {
    refused(write("bomb.txt.gz", gzip(letters(8))));
    refused(write("twice.gz", gzip(gzip(letters(8)))));
    byte[] record = ("{\"text\": \"" + "a".repeat(8 * MEGABYTE)).getBytes(StandardCharsets.UTF_8);
    refused(write("bomb.jsonl.gz", gzip(record)));
  }

  @Test
  void whatUnpacksToLittleOrFromMuchIsRead() throws Exception {
    assertThat(read(write("small.txt.gz", gzip(letters(3))))).isEqualTo(3 * MEGABYTE);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MEGABYTE; i++) {
      text.append(Integer.toString(i * 7919, 36)).append(' ');
    }
    assertThat(read(write("usual.gz", gzip(text.toString().getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo(text.length());
  }

  @Test
  void aZipIsJudgedByWhatItSaysAndHeldToIt() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(letters(8));
      zip.closeEntry();
    }
    byte[] bytes = packed.toByteArray();
    refused(write("bomb.zip", bytes));
    // The directory at the end says that the entry unpacks to 100 bytes.
    int directory = bytes.length - 22 - 46 - "a.txt".length();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 100);
    refused(write("lying.zip", bytes));
  }

  /** Of many overlapping entries each is modest. */
  @Test
  void theEntriesOfAZipAreJudgedTogether() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (int i = 0; i < 8; i++) {
        zip.putNextEntry(new ZipEntry(i + ".txt"));
        zip.write(letters(2));
        zip.closeEntry();
      }
    }
    refused(write("many.zip", packed.toByteArray()));
  }

  @Test
  void gzipInGzipIsUnpackedTwiceAndNoMore() throws Exception {
    byte[] text = "some text\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    assertThat(read(write("twice.gz", gzip(gzip(text))))).isEqualTo(200);
    Path thrice = write("thrice.gz", gzip(gzip(gzip(text))));
    assertThatThrownBy(() -> read(thrice))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("packed with gzip again and again; unpack it first");
  }

  @Test
  void whatARecordHoldsBesidesItsTextIsNotKept() throws Exception {
    String deep = "[".repeat(900) + "]".repeat(900);
    String records =
        "{\"a\": "
            + "9".repeat(90_000)
            + ", \"text\": \"one\", \"b\": 1e999999999}\n"
            + "{\"deep\": "
            + deep
            + ", \"meta\": {\"text\": 5}, \"text\": \"two\"}\n"
            + "{\"text\": null}\n";
    assertThat(read(write("a.jsonl", records.getBytes(StandardCharsets.UTF_8)))).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\": %s}", "{\"a\": {\"a\": %s}}", "[%s]"})
  void recordsNestedTooDeepAreRefusedInWords(String around) throws Exception {
    String deep = "{\"a\":".repeat(2000);
    Path path = write("deep.jsonl", String.format(around, deep).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("deep.jsonl")
        .hasMessageContaining("nested at most 1,000 deep");
  }

  @Test
  void devicesAreNotRead() {
    assertThatThrownBy(() -> read(Path.of("/dev/zero")))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("/dev/zero leads to neither a file nor a folder");
    assertThatThrownBy(() -> read(Path.of("")))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("a path is empty");
  }

  @Test
  void aGzipFileWhoseLaterPartIsDamagedIsNotReadInPart() throws Exception {
    byte[] first = gzip("to be or not to be".getBytes(StandardCharsets.US_ASCII));
    byte[] second = gzip(letters(1));
    second[2] ^= 1;
    damaged(write("parts.txt.gz", cat(first, second)), "there is more that is not gzip");
    damaged(write("added.txt.gz", cat(first, new byte[] {1})), "there is more that is not gzip");
    assertThat(read(write("zeros.txt.gz", cat(first, new byte[512])))).isEqualTo(18);
    damaged(write("cut.txt.gz", Arrays.copyOf(first, first.length - 9)), "it ends too early");
  }

  @Test
  void anEntryOfAZipIsHeldAgainstItsSumAndItsNameToOne() throws Exception {
    byte[] zip = stored("a.txt", "to be or not", "b.txt", "to be");
    int place = new String(zip, StandardCharsets.ISO_8859_1).indexOf("not");
    zip[place] = 'h';
    damaged(write("flipped.zip", zip), "the content of a.txt is not what its check sum says");
    byte[] twice = stored("a.txt", "one", "b.txt", "two");
    String name = new String(twice, StandardCharsets.ISO_8859_1).replace("b.txt", "a.txt");
    damaged(
        write("twice.zip", name.getBytes(StandardCharsets.ISO_8859_1)),
        "has two entries called a.txt; unpack it");
  }

  private static byte[] stored(String... namesAndTexts) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.US_ASCII));
      }
    }
    return packed.toByteArray();
  }

  private static byte[] cat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void damaged(Path path, String words) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(words);
  }
}
