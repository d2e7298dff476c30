package kleiber.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kleiber.core.KleiberException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of files, and what is refused. */
class TextFilesTest {
  private static final String WORDS = "naïve café, größer als 日本語 🙂\n";

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path write(String name, String content) throws Exception {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static TextSource source(String field, boolean hidden, String encoding, Object path) {
    return new TextSource(
        List.of(path.toString()), field, "**", hidden, Charset.forName(encoding), "data.corpus.");
  }

  private static TextFiles open(Object path) {
    return TextFiles.open(source("text", false, "utf-8", path), bytes -> {});
  }

  private static List<String> documents(TextFiles files) {
    List<String> documents = new ArrayList<>();
    StringBuilder begun = new StringBuilder();
    files.read(
        (text, ends) -> {
          begun.append(text);
          if (ends) {
            documents.add(begun.toString());
            begun.setLength(0);
          }
        });
    assertThat(begun).as("a document without an end").isEmpty();
    return documents;
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, String> entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkNamesTheEncodingAndIsNoText(String encoding) throws Exception {
    Path file = write("a.txt", ("\uFEFF" + WORDS).getBytes(Charset.forName(encoding)));
    assertThat(documents(open(file))).containsExactly(WORDS);
    Path lines =
        write("a.jsonl", "\uFEFF{\"text\": \"größer\"}\n".getBytes(Charset.forName(encoding)));
    assertThat(documents(open(lines))).containsExactly("größer");
  }

  @Test
  void anEncodingThatIsNamedIsReadRightlyAndOneThatIsNotIsRefused() throws Exception {
    String text = "Größe, naïve, café: ".repeat(2000);
    Path file = write("a.txt", text.getBytes(StandardCharsets.ISO_8859_1));
    TextSource latin = source("text", false, "latin1", file);
    assertThat(documents(TextFiles.open(latin, bytes -> {}))).containsExactly(text);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("a.txt is not text in UTF-8")
        .hasMessageContaining("data.corpus.encoding: latin1");
  }

  @Test
  void oneLatinLetterFarBehindTheBeginningOfAFileIsStillNoticed() throws Exception {
    String text = "plain words ".repeat(5000) + "naïve";
    Path file = write("a.txt", text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> documents(open(file))).hasMessageContaining("is not text in UTF-8");
  }

  @Test
  void aFewMalformedBytesAmongGoodOnesAreReplacedAndCounted() throws Exception {
    byte[] good = WORDS.repeat(1000).getBytes(StandardCharsets.UTF_8);
    good[WORDS.getBytes(StandardCharsets.UTF_8).length * 900] = (byte) 0xFF;
    TextFiles files = open(write("a.txt", good));
    assertThat(documents(files).get(0)).contains("\n\uFFFDaïve");
    assertThat(files.remarks()).containsExactly("1 malformed character became U+FFFD, in 1 file");
  }

  @Test
  void textThatAnotherProgramDecodedWronglyIsRefused() throws Exception {
    Path file = write("a.txt", "caf\uFFFD na\uFFFDve ".repeat(100));
    assertThatThrownBy(() -> open(file)).hasMessageContaining("signs of lost characters (U+FFFD)");
  }

  @ParameterizedTest
  @CsvSource({
    "a.parquet, 50415231150415, a parquet table",
    "a.txt.zst, 28b52ffd0458, packed with zstd",
    "a.jsonl.xz, fd377a585a000004, packed with xz",
    "a.bz2, 425a683931415926535900, packed with bzip2",
    "a.png, 89504e470d0a1a0a0000000d, a PNG image",
    "a.pdf, 255044462d312e370a, a PDF file",
    "a.npy, 934e554d505901007600, a NumPy array",
    "a.class, cafebabe0000003d, a Java class",
    "._a.txt, 0005160700020000, a resource fork",
    "llmc.bin, 88d834010100000010270000, llm.c's tokens of GPT-2",
    "a.docx, 504b0304140006, a zip archive by another name",
    "orc.orc, 4f52430a0300, an ORC table"
  })
  void filesThatHoldNoTextAreRefusedInWords(String name, String hex, String words)
      throws Exception {
    byte[] head = java.util.HexFormat.of().parseHex(hex);
    byte[] content = java.util.Arrays.copyOf(head, 3000);
    Path file = write(name, content);
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining(name + " is ")
        .hasMessageContaining(words)
        .hasMessageContaining("; ");
    Path packed = write("packed-" + name + ".gz", gzip(content));
    assertThatThrownBy(() -> open(packed)).hasMessageContaining(words);
  }

  @Test
  void numbersOfSixteenBitsAreNoText() throws Exception {
    byte[] tokens = new byte[20_000];
    for (int i = 0; i < tokens.length; i += 2) {
      int token = i / 2 * (i / 2) % 65;
      tokens[i] = (byte) token;
    }
    assertThatThrownBy(() -> open(write("train.bin", tokens)))
        .hasMessageContaining("train.bin is binary")
        .hasMessageContaining("nanoGPT");
  }

  @Test
  void utf16WithoutItsMarkIsRefusedWithItsName() throws Exception {
    byte[] bytes = "some words in Latin letters\n".repeat(50).getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> open(write("a.txt", bytes)))
        .hasMessageContaining("looks like UTF-16")
        .hasMessageContaining("data.corpus.encoding: utf-16le");
  }

  @Test
  void aTarballIsRefusedThoughGzipIsRead() throws Exception {
    byte[] tar = new byte[2048];
    System.arraycopy("a.txt".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 5);
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThatThrownBy(() -> open(write("a.tar.gz", gzip(tar))))
        .hasMessageContaining("is a tar archive; unpack it first with tar -xf");
  }

  @Test
  void whatIsRefusedInAFolderIsListed() throws Exception {
    write("f/a.txt", WORDS);
    write("f/b.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    write("f/c.bin", new byte[100]);
    assertThatThrownBy(() -> open(folder.resolve("f")))
        .hasMessageContaining("2 of 3 files are not read as text")
        .hasMessageContaining("b.png")
        .hasMessageContaining("c.bin");
  }

  @Test
  void wordsThatBeginLikeASignatureAreText() throws Exception {
    for (String text : List.of("ORCHIDS are plants", "ID3 is an algorithm", "BZhang said")) {
      assertThat(documents(open(write("a.txt", text)))).containsExactly(text);
    }
  }

  @Test
  void everyMemberOfAGzipFileIsReadWhateverItIsCalled() throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String text = (i + WORDS).repeat(i * 40 + 1);
      members.write(gzip(text.getBytes(StandardCharsets.UTF_8)));
      expected.append(text);
    }
    assertThat(documents(open(write("a.txt.gz", members.toByteArray()))))
        .containsExactly(expected.toString());
    assertThat(documents(open(write("b", members.toByteArray()))))
        .containsExactly(expected.toString());
  }

  @Test
  void charactersAreWholeWhereverABlockOfTheFileEnds() throws Exception {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "語🙂é".repeat(2 * TextParts.BLOCK / 9);
      assertThat(documents(open(write("a.txt", text)))).containsExactly(text);
      byte[] wide = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
      assertThat(documents(open(write("b.txt", wide)))).containsExactly(text);
    }
  }

  @Test
  void jsonRecordsAreDocumentsInLinesListsAndAnyCase() throws Exception {
    String lines = "{\"text\": \"one\", \"score\": NaN}\n\n{\"text\": \"two\"}\n";
    for (String name : List.of("a.jsonl", "B.JSONL", "c.ndjson", "c4.00000.json")) {
      assertThat(documents(open(write(name, lines)))).containsExactly("one", "two");
    }
    Path list = write("list.json", "[{\"text\": \"one\"},\n {\"text\": \"two\"}]");
    assertThat(documents(open(list))).containsExactly("one", "two");
    String settings = "{\"name\": \"x\", \"nested\": {\"text\": 1}}\n";
    assertThat(documents(open(write("package.json", settings)))).containsExactly(settings);
  }

  @Test
  void theFieldOfARecordMayBeNestedAndItsTextNull() throws Exception {
    Path file =
        write(
            "a.jsonl",
            "{\"content\": {\"text\": \"one\"}}\n{\"content\": {\"text\": null}}\n"
                + "{\"content\": null}\n{\"content.text\": \"two\"}\n");
    TextFiles files = TextFiles.open(source("content.text", false, "utf-8", file), bytes -> {});
    assertThat(documents(files)).containsExactly("one", "two");
    assertThat(files.remarks()).containsExactly("2 records with null for a text left out");
    assertThatThrownBy(() -> documents(open(file)))
        .hasMessageContaining("a.jsonl:1: no text in field \"text\"")
        .hasMessageContaining("data.corpus.field");
  }

  @Test
  void halfASurrogatePairBecomesTheSignOfALostCharacter() throws Exception {
    TextFiles files = open(write("a.jsonl", "{\"text\": \"a \\ud83d b \\ud83d\\ude42\"}\n"));
    assertThat(documents(files)).containsExactly("a \uFFFD b 🙂");
    assertThat(files.remarks()).containsExactly("1 half surrogate pair became U+FFFD");
  }

  @Test
  void theTextOfARecordMayHaveAnyLength() throws Exception {
    String text = "a long story ".repeat(1_700_000);
    assertThat(documents(open(write("a.jsonl", "{\"text\": \"" + text + "\"}"))))
        .containsExactly(text);
  }

  @Test
  void brokenRecordsAreNamedByTheirLine() throws Exception {
    Path file = write("a.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\n{\"text\": \"three\"}\n");
    assertThatThrownBy(() -> documents(open(file))).hasMessageContaining("a.jsonl:2: not a JSON");
  }

  @Test
  void zipsAreReadByTheirEntriesWithoutThoseOfSystems() throws Exception {
    Map<String, String> entries = new TreeMap<>();
    entries.put("DATA.JSONL", "{\"text\": \"one\"}\n");
    entries.put("d/b.txt", "two");
    entries.put("__MACOSX/d/._b.txt", "\0\5\26\7" + "\0".repeat(100));
    TextFiles files = open(write("a.zip", zip(entries)));
    assertThat(documents(files)).containsExactly("one", "two");
    assertThat(files.summary())
        .isEqualTo(
            "2 files (1 hidden or system file skipped; data.corpus.hidden: true reads them)");
    entries.put("d/c.gif", "GIF89a");
    Path withImage = write("b.zip", zip(entries));
    assertThatThrownBy(() -> open(withImage)).hasMessageContaining("b.zip!d/c.gif is a GIF image");
  }
}
