package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import kleiber.core.Count;
import kleiber.core.KleiberException;

/**
 * Documents of files: a file of JSON records holds one a record, any other file is one. Files are
 * what their content says, whatever their names; what is no text is refused, never read.
 */
public final class TextFiles implements DocumentReader {
  private static final int SHOWN = 5;

  private final TextSource source;
  private final FoundFiles found;
  private final LongConsumer progress;
  private Reading reading = new Reading();

  /**
   * Finds the files of a source and looks at the beginning of each.
   *
   * @param progress told of bytes as they are read from files
   * @throws KleiberException naming paths that lead to no file, and files that hold no text
   */
  public static TextFiles open(TextSource source, LongConsumer progress) {
    TextFiles files = new TextFiles(source, FileSearch.of(source), progress);
    files.requireText();
    return files;
  }

  /** The files of a source, by name within a folder. */
  public static FoundFiles find(TextSource source) {
    return FileSearch.of(source);
  }

  private TextFiles(TextSource source, FoundFiles found, LongConsumer progress) {
    this.source = source;
    this.found = found;
    this.progress = progress;
  }

  @Override
  public long bytes() {
    return found.bytes();
  }

  private void requireText() {
    Heads heads = new Heads();
    TextStreams streams = new TextStreams(source, heads, bytes -> {});
    found.files().forEach(streams::visit);
    if (!heads.faults.isEmpty()) {
      int count = heads.faults.size();
      String more = count > SHOWN ? "\n  and " + (count - SHOWN) + " more" : "";
      throw KleiberException.usage(
          count == 1
              ? heads.faults.get(0)
              : String.format(
                      Locale.ROOT, "%,d of %,d files are not read as text:\n  ", count, heads.files)
                  + String.join("\n  ", heads.faults.subList(0, Math.min(SHOWN, count)))
                  + more);
    }
  }

  @Override
  public void read(DocumentSink sink) {
    reading = new Reading();
    TextStreams streams = new TextStreams(source, new Documents(sink), progress);
    for (Path file : found.files()) {
      if (sink.isFull()) {
        return;
      }
      streams.visit(file);
    }
  }

  /** How many files were read the last time, and how many were not. */
  @Override
  public String summary() {
    long hidden = found.hidden() + reading.hidden();
    String files = Count.of(reading.files(), "file");
    return hidden == 0
        ? files
        : files
            + " ("
            + Count.of(hidden, "hidden or system file")
            + " skipped; "
            + source.setting("hidden", "true")
            + " reads them)";
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(found.remarks());
    remarks.addAll(reading.remarks());
    return remarks;
  }

  private static String refusal(String where, Content.Unreadable content) {
    return where + " " + content.what() + "; " + content.advice();
  }

  /** Looks at beginnings only. */
  private static final class Heads implements TextStreams.Visitor {
    private final List<String> faults = new ArrayList<>();
    private long files;

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void text(String where, Content.Text text, InputStream in) {
      files++;
    }

    @Override
    public void unreadable(String where, Content.Unreadable content) {
      files++;
      faults.add(refusal(where, content));
    }

    @Override
    public void hidden() {}
  }

  /** Reads streams to their ends. */
  private final class Documents implements TextStreams.Visitor {
    private final DocumentSink sink;
    private final JsonRecords records = new JsonRecords(source, reading);

    Documents(DocumentSink sink) {
      this.sink = sink;
    }

    @Override
    public boolean isFull() {
      return sink.isFull();
    }

    @Override
    public void text(String where, Content.Text text, InputStream in) throws IOException {
      Replacements replacements = new Replacements();
      TextParts parts = TextParts.of(in, text.charset(), replacements);
      if (text.records()) {
        records.read(where, parts.asReader(), sink);
      } else {
        document(parts);
      }
      replacements.fault(source).ifPresent(fault -> unreadable(where, fault));
      reading.file(replacements);
    }

    private void document(TextParts parts) throws IOException {
      String part = parts.next();
      while (part != null && !sink.isFull()) {
        String next = parts.next();
        sink.part(part, next == null);
        part = next;
      }
    }

    @Override
    public void unreadable(String where, Content.Unreadable content) {
      throw KleiberException.usage(refusal(where, content));
    }

    @Override
    public void hidden() {
      reading.hiddenFile();
    }
  }
}
