package kleiber.core.text;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import kleiber.core.testing.Fuzz;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora of any bytes are read, or refused in words. */
class TextFuzzTest {
  private static final String RECORDS =
      """
      {"id": 1, "meta": {"text": "not this"}, "text": "one document\\nof two lines"}
      {"id": 2, "tags": ["a", "b"], "text": "größer 🙂", "score": 1e-3}
      {"id": 3, "text": null}
      """;
  private static final String[] FILES = {
    "a.jsonl", "b.json", "c.txt", "d.csv", "e.jsonl.gz", "f.zip", "g.txt", "h.txt.gz.gz"
  };

  @TempDir Path valid;

  @BeforeEach
  void write() throws Exception {
    byte[] records = RECORDS.getBytes(StandardCharsets.UTF_8);
    String text = "naïve café, größer als 日本語 🙂\n".repeat(5);
    Files.write(valid.resolve("a.jsonl"), records);
    Files.writeString(valid.resolve("b.json"), "[{\"text\": \"a\"}, {\"text\": \"b\"}]");
    Files.writeString(valid.resolve("c.txt"), text);
    Files.writeString(valid.resolve("d.csv"), "n,d,loss\n1e6,2e7,3.5\n2e6,4e7,3.25\n");
    Files.write(valid.resolve("e.jsonl.gz"), gzip(records));
    Files.write(valid.resolve("f.zip"), zip(records, text.getBytes(StandardCharsets.UTF_8)));
    Files.write(valid.resolve("g.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    Files.write(valid.resolve("h.txt.gz.gz"), gzip(gzip(records)));
  }

  private static byte[] gzip(byte[] content) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(byte[] records, byte[] text) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry("in/a.jsonl"));
      zip.write(records);
      zip.putNextEntry(new ZipEntry("b.txt"));
      zip.write(text);
      zip.putNextEntry(new ZipEntry("c.txt.gz"));
      zip.write(gzip(text));
    }
    return packed.toByteArray();
  }

  private static void read(Path folder) {
    TextSource source =
        new TextSource(
            List.of(folder.toString()), "text", "**", true, StandardCharsets.UTF_8, "--");
    TextFiles.open(source, bytes -> {}).read((text, ends) -> {});
  }

  @Test
  void everyCorpusIsReadOrRefusedInWords() throws Exception {
    Fuzz.of("text", valid, FILES).run(Fuzz.SHORT, TextFuzzTest::read);
  }

  @Test
  @Tag("long")
  void everyCorpusOfTwentyThousandIs() throws Exception {
    Fuzz.of("text", valid, FILES).run(Fuzz.LONG, TextFuzzTest::read);
  }
}
